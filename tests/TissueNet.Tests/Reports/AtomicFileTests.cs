using TissueNet.Reports;
using TissueNet.Stages;
using TissueNet.Tests.TestSupport;

namespace TissueNet.Tests.Reports;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Write_NewAndOld_HoldsTheContentAlone()
    {
        string path = folder.File("a.txt");
        AtomicFile.Write(path, s => s.Write("a longer text"u8));
        AtomicFile.Write(path, s => s.Write("short"u8));
        File.ReadAllText(path).ShouldBe("short");
        Directory.GetFileSystemEntries(folder.Path).ShouldBe([path]);
    }

    [Fact]
    public void Write_FailureMidway_KeepsTheOldFileAndNoTemporary()
    {
        string path = folder.File("a.txt");
        File.WriteAllText(path, "old");
        Should.Throw<InvalidTimeZoneException>(() => AtomicFile.Write(path, s =>
        {
            s.Write(new byte[1 << 20]);
            throw new InvalidTimeZoneException();
        }));
        File.ReadAllText(path).ShouldBe("old");
        Directory.GetFileSystemEntries(folder.Path).ShouldBe([path]);
    }

    [Fact]
    public void Write_FailureMidway_LeavesNothingNew()
    {
        Should.Throw<OperationCanceledException>(() => AtomicFile.Write(folder.File("a.txt"), _ => throw new OperationCanceledException()));
        Directory.GetFileSystemEntries(folder.Path).ShouldBeEmpty();
    }

    [Fact]
    public void Write_WhileItWrites_ReadersSeeTheOldFile()
    {
        string path = folder.File("a.txt");
        File.WriteAllText(path, "old");
        AtomicFile.Write(path, s =>
        {
            s.Write("new"u8);
            s.Flush();
            File.ReadAllText(path).ShouldBe("old");
        });
        File.ReadAllText(path).ShouldBe("new");
    }

    [Fact]
    public void Write_NameTakenByAFolder_SaysWhichFileAndWhatToDo()
    {
        string path = folder.File("a.txt");
        Directory.CreateDirectory(path);
        var error = Should.Throw<StageException>(() => AtomicFile.Write(path, s => s.Write("new"u8)));
        error.Message.ShouldContain(path);
        error.Remedy.ShouldNotBeNull().ShouldContain("--out");
        Directory.GetFileSystemEntries(folder.Path).ShouldBe([path]);
    }

    [Fact]
    public void Write_LongestName_Fits()
    {
        string path = folder.File(new string('n', 251) + ".csv");
        AtomicFile.Write(path, s => s.Write("x"u8));
        File.Exists(path).ShouldBeTrue();
    }

    [Fact]
    public void TryFlush_Folder_WorksOnUnix() => FolderSync.TryFlush(folder.Path).ShouldBe(!OperatingSystem.IsWindows());

    [Fact]
    public void Prepare_FileInTheWay_Throws()
    {
        File.WriteAllText(folder.File("patches"), "");
        var error = Should.Throw<StageException>(() => OutputLayout.Prepare(Path.Combine(folder.Path, "patches", "a.csv")));
        error.Message.ShouldContain("cannot be written");
        error.Remedy.ShouldNotBeNull().ShouldContain("--out");
    }

    [Fact]
    public void Prepare_NewFolder_LeavesItEmpty()
    {
        OutputLayout.Prepare(Path.Combine(folder.Path, "x", "y", "a.csv"));
        Directory.GetFileSystemEntries(folder.File("x/y")).ShouldBeEmpty();
    }
}
