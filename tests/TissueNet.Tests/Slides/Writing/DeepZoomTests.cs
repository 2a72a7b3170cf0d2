using NetVips;
using TissueNet.Slides;
using TissueNet.Slides.Writing;
using TissueNet.Stages;
using TissueNet.Tests.TestSupport;

namespace TissueNet.Tests.Slides.Writing;

public sealed class DeepZoomTests : IDisposable
{
    private static readonly ConversionOptions DeepZoom = new() { Kind = ConversionKind.DeepZoom, Threads = 2, Quality = 90, IsSubsampled = false };
    private readonly ConversionRig rig = new();

    public void Dispose() => rig.Dispose();

    [Theory]
    [InlineData(1, 1)]
    [InlineData(255, 254)]
    [InlineData(509, 3)]
    [InlineData(2033, 2100)]
    [InlineData(4100, 700)]
    public async Task AnySize_HasTheFilesAndPixelsOfLibvips(int width, int height)
    {
        using var source = new PaintedSlideReader(width, height);
        byte[] rgb = ConversionRig.Level(source, 0);
        await rig.ConvertAsync(source, rig.Output("ours.dzi"), DeepZoom);
        using (Image pixels = Image.NewFromMemory(rgb, width, height, 3, Enums.BandFormat.Uchar))
        using (Image colored = pixels.Copy(interpretation: Enums.Interpretation.Srgb))
        {
            colored.Dzsave(rig.Output("theirs"), suffix: ".jpeg[Q=90,subsample-mode=off]", tileSize: 254, overlap: 1);
        }

        Tiles("ours").ShouldBe(Tiles("theirs"));
        foreach (string tile in Tiles("ours"))
        {
            using Image a = Image.NewFromFile(rig.Output($"ours_files/{tile}")), b = Image.NewFromFile(rig.Output($"theirs_files/{tile}"));
            (a.Width, a.Height).ShouldBe((b.Width, b.Height), tile);
            ConversionRig.MeanDifference(a.WriteToMemory<byte>(), b.WriteToMemory<byte>()).ShouldBeLessThan(3, tile);
        }

        string descriptor = await File.ReadAllTextAsync(rig.Output("ours.dzi"), TestContext.Current.CancellationToken);
        descriptor.ShouldContain("http://schemas.microsoft.com/deepzoom/2008");
        descriptor.ShouldContain($"Width=\"{width}\"");
        rig.Leftovers.ShouldBeEmpty();
        rig.Pool.LeasedBytes.ShouldBe(0);
    }

    [Fact]
    public async Task FolderOfSomethingElse_IsKept_UnlessToldOtherwise()
    {
        string slide = Repository.Shared("data", "slides", "boxes.tiff");
        Directory.CreateDirectory(rig.Output("page_files"));
        string foreign = Path.Combine(rig.Output("page_files"), "thesis.txt");
        await File.WriteAllTextAsync(foreign, "the only copy", TestContext.Current.CancellationToken);

        StageException refusal = await Should.ThrowAsync<StageException>(() => ConversionRig.ConvertAsync(slide, rig.Output("page.dzi"), DeepZoom));
        refusal.Message.ShouldContain("page_files");
        refusal.Remedy!.ShouldContain("--overwrite");
        File.Exists(foreign).ShouldBeTrue();

        await ConversionRig.ConvertAsync(slide, rig.Output("page.dzi"), DeepZoom with { Overwrite = true });
        File.Exists(foreign).ShouldBeFalse();
        File.Exists(rig.Output("page.dzi")).ShouldBeTrue();
    }

    [Fact]
    public async Task RealSlide_ConvertedAgain_IsRecognisedAndThenReplaced()
    {
        string path = Repository.Shared("data", "slides", "CMU-1-Small-Region.svs");
        ConversionResult first = await ConversionRig.ConvertAsync(path, rig.Output("a.dzi"), DeepZoom);
        first.Levels.ShouldBe(13);
        (await ConversionRig.ConvertAsync(path, rig.Output("a.dzi"), DeepZoom)).WasThere.ShouldBeTrue();
        await Should.ThrowAsync<StageException>(() => ConversionRig.ConvertAsync(path, rig.Output("a.dzi"), DeepZoom with { Quality = 50 }));
        ConversionResult smaller = await ConversionRig.ConvertAsync(path, rig.Output("a.dzi"), DeepZoom with { Quality = 50, Overwrite = true });
        smaller.Bytes.ShouldBeLessThan(first.Bytes);
    }

    [Fact]
    public async Task SourceThatFails_LeavesNothing()
    {
        using var source = new PaintedSlideReader(5000, 3000) { OnRead = n => _ = n < 3 ? n : throw new SlideException("painted", "Damaged.") };
        await Should.ThrowAsync<SlideException>(() => rig.ConvertAsync(source, rig.Output("a.dzi"), DeepZoom));
        Directory.EnumerateFileSystemEntries(rig.Path).ShouldBeEmpty();
        rig.Pool.LeasedBytes.ShouldBe(0);
    }

    private List<string> Tiles(string name)
    {
        string folder = rig.Output(name + "_files");
        return [.. Directory.EnumerateFiles(folder, "*.jpeg", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(folder, f).Replace('\\', '/')).Order(StringComparer.Ordinal)];
    }
}
