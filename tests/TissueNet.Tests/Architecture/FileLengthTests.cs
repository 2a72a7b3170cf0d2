namespace TissueNet.Tests.Architecture;

public class FileLengthTests
{
    private const int Cap = 300;

    [Fact]
    public void Sources_EveryFile_FitsOnAFewScreens() => SourceFiles.Under("src", ".cs")
        .Select(path => (Name: SourceFiles.Relative(path), Lines: File.ReadLines(path).Count()))
        .Where(file => file.Lines > Cap)
        .ShouldBeEmpty();
}
