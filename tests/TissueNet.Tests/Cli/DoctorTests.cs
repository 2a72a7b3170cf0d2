using System.Text.Json;
using CliWrap.Buffered;
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
        names.ShouldBe(["tissuenet", "system", "runtime", "cores", "memory", "current folder", "libvips", "onnxruntime", "libjpeg-turbo", "openslide", "tile codecs"]);
        json.GetProperty("checks").EnumerateArray().ShouldAllBe(check => check.GetProperty("status").GetString() != "error");
    }

    [Fact]
    public void TurboJpeg_Absent_SaysWhatItCostsAndWhatToInstall()
    {
        Finding finding = NativeLibraries.TurboJpeg(found: null, wish: null);
        finding.Status.ShouldBe("warning");
        finding.Advice.ShouldNotBeNull().ShouldContain("slower");
        finding.Advice.ShouldContain("nstall");
    }

    [Theory]
    [InlineData("libjpeg-turbo 2.x", "vips", "warning")]
    [InlineData("libjpeg-turbo 2.x", "turbo", "ok")]
    [InlineData("libjpeg-turbo 2.x", "none", "warning")]
    [InlineData(null, "turbo", "error")]
    public void TurboJpeg_ChosenByTheEnvironment_SaysWhatIsUsed(string? found, string wish, string status) =>
        NativeLibraries.TurboJpeg(found, wish).Status.ShouldBe(status);

    [Fact]
    public async Task Doctor_Jpeg_SaysWhatTheReaderUses()
    {
        JsonElement json = (await TissueNetProcess.RunAsync("doctor", "--json")).ShouldExitWith(0).Json;
        JsonElement check = json.GetProperty("checks").EnumerateArray().Single(c => c.GetProperty("name").GetString() == "libjpeg-turbo");
        check.GetProperty("value").GetString().ShouldBe(TissueNet.Slides.Jpeg.JpegDecoders.Turbo?.Description ?? "not found");
    }

    [Fact]
    public async Task Doctor_TurboJpegForbidden_SaysWhatTakesItsPlace()
    {
        BufferedCommandResult answer = await TissueNetProcess.Command("doctor", "--json")
            .WithEnvironmentVariables(variables => variables.Set("TISSUENET_JPEG", "vips"))
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        JsonElement check = JsonDocument.Parse(answer.StandardOutput).RootElement.GetProperty("checks").EnumerateArray().Single(c => c.GetProperty("name").GetString() == "tile codecs");
        check.GetProperty("value").GetString().ShouldNotBeNull().ShouldContain("jpeg (libvips)");
    }

    [Theory]
    [InlineData("OpenSlide 4.0.1 (libopenslide.so.1)", true, null, "ok", null)]
    [InlineData("OpenSlide 3.4.1 (libopenslide.so.0)", false, null, "ok", "DICOM")]
    [InlineData(null, false, null, "warning", "nstall")]
    [InlineData(null, false, "none", "warning", "forbids")]
    [InlineData(null, false, "/opt/openslide/lib.so", "warning", "/opt/openslide/lib.so")]
    public void OpenSlide_FoundOrNot_SaysWhatItCosts(string? found, bool isVersion4, string? wish, string status, string? says)
    {
        Finding finding = NativeLibraries.OpenSlide(found, isVersion4, wish);
        finding.Status.ShouldBe(status);
        (finding.Advice ?? "").ShouldContain(says ?? "");
    }

    [Fact]
    public async Task Doctor_OpenSlide_SaysWhatTheReaderUses()
    {
        JsonElement json = (await TissueNetProcess.RunAsync("doctor", "--json")).ShouldExitWith(0).Json;
        JsonElement check = json.GetProperty("checks").EnumerateArray().Single(c => c.GetProperty("name").GetString() == "openslide");
        check.GetProperty("value").GetString().ShouldBe(TissueNet.Slides.OpenSlide.OpenSlideLibrary.Default?.Description ?? "not found");
    }

    [Theory]
    [InlineData("libjpeg-turbo 2.1", true, "jpeg (libjpeg-turbo 2.1)", "webp (libvips)", null)]
    [InlineData(null, true, "jpeg (libvips)", "webp (libvips)", null)]
    [InlineData("libjpeg-turbo 2.1", false, "jpeg (libjpeg-turbo 2.1)", "none lzw deflate packbits zstd", "webp")]
    [InlineData(null, false, "none lzw deflate packbits zstd", "none lzw deflate packbits zstd", "jpeg, webp")]
    public void TileCodecs_WhateverIsThere_SaysWhatDecodesWhat(string? turbo, bool hasVips, string says, string andSays, string? missing)
    {
        Finding finding = TileCodecs.Examine(turbo, hasVips);
        finding.Value.ShouldContain(says);
        finding.Value.ShouldContain(andSays);
        (finding.Advice is null).ShouldBe(missing is null);
        finding.Status.ShouldBe(missing is null ? "ok" : "warning");
        (finding.Advice ?? "").ShouldContain(missing ?? "");
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
