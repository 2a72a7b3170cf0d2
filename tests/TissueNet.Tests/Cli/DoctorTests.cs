using System.Text.Json;
using TissueNet.Cli.Diagnosis;

namespace TissueNet.Tests.Cli;

public class DoctorTests
{
    [Fact]
    public async Task Doctor_Json_NamesEveryCheck()
    {
        JsonElement json = (await TissueNetProcess.RunAsync("doctor", "--json")).ShouldExitWith(0).Json;
        json.GetProperty("ok").GetBoolean().ShouldBeTrue();
        string[] names = [.. json.GetProperty("checks").EnumerateArray().Select(check => check.GetProperty("name").GetString()!)];
        names.ShouldBe(["tissuenet", "system", "runtime", "cores", "memory", "current folder", "libvips", "onnxruntime", "libjpeg-turbo", "openslide"]);
        json.GetProperty("checks").EnumerateArray().ShouldAllBe(check => check.GetProperty("status").GetString() != "error");
    }

    [Fact]
    public void TurboJpeg_Absent_SaysWhatItCostsAndWhatToInstall()
    {
        Finding finding = NativeLibraries.TurboJpeg(found: null);
        finding.Status.ShouldBe("warning");
        finding.Advice.ShouldNotBeNull().ShouldContain("slower");
        finding.Advice.ShouldContain("nstall");
    }

    [Fact]
    public void Folder_Missing_IsNotWritable()
    {
        Finding finding = Machine.Folder(Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N")));
        finding.Status.ShouldBe("warning");
        finding.Advice.ShouldNotBeNull().ShouldContain("--out");
    }

    [Fact]
    public void Memory_Small_AsksForASmallerBound() => Machine.Memory(1L << 30).Advice.ShouldNotBeNull().ShouldContain("run.memory");
}
