using CsCheck;
using TissueNet.Aggregation;
using TissueNet.Regions;
using TissueNet.Reports;
using TissueNet.Slides;
using TissueNet.Stages;
using TissueNet.Tests.TestSupport;
using TissueNet.Tissue;
using Image = NetVips.Image;

namespace TissueNet.Tests.Reports;

public sealed class PngReportsTests : IDisposable
{
    private static readonly string[] Classes = ["normal", "tumor"];
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public void PngWriter_AnyPixels_DecodeToThemselves() =>
        Gen.Select(Gen.Int[1, 40], Gen.Int[1, 40]).SelectMany((w, h) => Gen.Byte.Array[w * h * 3].Select(p => (w, h, p))).Sample((w, h, pixels) =>
        {
            using var stream = new MemoryStream();
            using (var png = new PngWriter(stream, w, h, rgb: true))
            {
                for (int y = 0; y < h; y++)
                {
                    png.Row(pixels.AsSpan(y * w * 3, w * 3));
                }

                png.End();
            }

            using Image image = Image.NewFromBuffer(stream.ToArray());
            (image.Width, image.Height, image.Bands).ShouldBe((w, h, 3));
            image.WriteToMemory<byte>().ShouldBe(pixels);
        }, iter: 50);

    [Fact]
    public void PngWriter_RowsMissing_RefusesToEnd()
    {
        using var png = new PngWriter(new MemoryStream(), 2, 2, rgb: true);
        png.Row(new byte[6]);
        Should.Throw<InvalidOperationException>(png.End);
    }

    [Theory]
    [InlineData(70, 5)]
    [InlineData(64, 3)]
    [InlineData(3, 2)]
    public async Task MaskPng_AnyMask_DecodesToItsBits(int width, int height)
    {
        Slide slide = FakePredictions.Slide();
        var bits = new BitMask(width, height);
        for (int i = 0; i < width * height; i++)
        {
            bits[i % width, i / width] = i * 7919 % 3 == 0;
        }

        slide.Scope.Keep("mask", new TissueMask(slide, bits, 8));
        var report = new MaskPngReport(FakePredictions.Context(folder.Path));
        await report.OpenAsync(Cancellation);
        await report.EndSlideAsync(FakePredictions.Succeeded(slide.Scope), Cancellation);

        using Image image = Image.NewFromFile(folder.File("masks/slide.png"));
        (image.Width, image.Height, image.Bands).ShouldBe((width, height, 1));
        byte[] pixels = image.WriteToMemory<byte>();
        for (int i = 0; i < pixels.Length; i++)
        {
            pixels[i].ShouldBe((byte)(bits[i % width, i / width] ? 255 : 0), $"pixel {i}");
        }
    }

    [Fact]
    public async Task MaskPng_NoMask_SaysWhatToAdd()
    {
        var report = new MaskPngReport(FakePredictions.Context(folder.Path));
        var error = await Should.ThrowAsync<StageException>(async () =>
            await report.EndSlideAsync(FakePredictions.Succeeded(FakePredictions.Slide().Scope), Cancellation));
        error.Remedy.ShouldNotBeNull().ShouldContain("otsu_tissue_mask");
    }

    [Theory]
    [InlineData(1200, 600, 1024, 1024, 512)]
    [InlineData(300, 600, 1024, 300, 600)] // never enlarged
    public async Task HeatmapPng_Sizes_FitTheOption(int width, int height, int size, int imageWidth, int imageHeight)
    {
        using Image image = await Draw(FakePredictions.Slide(width, height), new() { Size = size }, 0.1f, 0.9f);
        int margin = (int)(24 * Math.Max(0.85f, Math.Max(imageWidth, imageHeight) / 1200f));
        image.Bands.ShouldBe(3);
        image.Width.ShouldBeGreaterThan(imageWidth + (2 * margin) + 200);
        image.Height.ShouldBeGreaterThan(imageHeight + margin + 20);

        // The slide is white, so that what is coloured is the overlay: exactly the thumbnail.
        Pixel(image, margin - 1, margin).ShouldBe([255, 255, 255]);
        Pixel(image, margin, margin).ShouldNotBe([255, 255, 255]);
        Pixel(image, margin + imageWidth - 13, margin + imageHeight - 13).ShouldNotBe([255, 255, 255]);
        Pixel(image, margin + imageWidth, margin).ShouldBe([255, 255, 255]);
    }

    [Fact]
    public async Task HeatmapPng_MostProbableClass_HasItsColour()
    {
        using Image image = await Draw(FakePredictions.Slide(512, 512), new() { Opacity = new Share(1) }, 0, 1);
        Pixel(image, 100, 100).ShouldBe([0xD5, 0x5E, 0x00]);
    }

    [Fact]
    public async Task HeatmapPng_NamedClass_HasTheColourOfItsProbability()
    {
        using Image image = await Draw(FakePredictions.Slide(512, 512), new() { Class = "normal", Opacity = new Share(1) }, 0, 1);
        Pixel(image, 100, 100).ShouldBe([0x44, 0x01, 0x54]);
    }

    [Fact]
    public async Task HeatmapPng_Legend_ShowsEveryClassAndTheNotice()
    {
        using Image image = await Draw(FakePredictions.Slide(512, 512), new() { Size = 512 }, 0.1f, 0.9f);
        byte[] pixels = image.WriteToMemory<byte>();
        int panel = 20 + 512;
        Count(0xD55E00, panel).ShouldBeGreaterThan(100);
        Count(0x56B4E9, panel).ShouldBeGreaterThan(100);
        Count(0xA61B1B, 0).ShouldBeGreaterThan(100); // the notice's ink

        int Count(int color, int left) => Enumerable.Range(0, image.Width * image.Height).Count(i =>
            i % image.Width >= left && ((pixels[i * 3] << 16) | (pixels[(i * 3) + 1] << 8) | pixels[(i * 3) + 2]) == color);
    }

    [Fact]
    public async Task HeatmapPng_DrawnTwice_SameBytes()
    {
        (await Draw(FakePredictions.Slide(512, 512), new(), 0.1f, 0.9f)).Dispose();
        byte[] first = File.ReadAllBytes(folder.File("heatmaps/slide.png"));
        (await Draw(FakePredictions.Slide(512, 512), new(), 0.1f, 0.9f)).Dispose();
        File.ReadAllBytes(folder.File("heatmaps/slide.png")).ShouldBe(first);
    }

    [Fact]
    public async Task HeatmapPng_OneOfTwoBranches_WritesThatOneOnly()
    {
        Slide slide = FakePredictions.Slide(512, 512);
        slide.Scope.Keep("second", new SlidePrediction { Scope = slide.Scope, ClassNames = [], Probabilities = [], Patches = [] });
        (await DrawFrom("aggregate", slide, new(), 0.1f, 0.9f)).Dispose();
        Directory.GetFiles(folder.File("heatmaps")).Select(Path.GetFileName).ShouldBe(["slide.png"]);
    }

    [Fact]
    public async Task HeatmapPng_TwoBranches_WritesAFileForEach()
    {
        Slide slide = FakePredictions.Slide(512, 512);
        slide.Scope.Keep("second", new SlidePrediction { Scope = slide.Scope, ClassNames = [], Probabilities = [], Patches = [] });
        (await Draw(slide, new(), 0.1f, 0.9f)).Dispose();
        Directory.GetFiles(folder.File("heatmaps")).Select(Path.GetFileName).Order().ShouldBe(["slide.png", "slide.second.png"]);
    }

    [Fact]
    public async Task HeatmapPng_NoPatches_ShowsTheSlideAlone()
    {
        Slide slide = FakePredictions.Slide(600, 300);
        slide.Scope.Keep("open_slide", slide);
        slide.Scope.Keep("aggregate", new SlidePrediction { Scope = slide.Scope, ClassNames = [], Probabilities = [], Patches = [] });
        var report = new HeatmapPngReport(new() { Class = "tumor" }, FakePredictions.Context(folder.Path));
        await report.OpenAsync(Cancellation);
        await report.ReceiveAsync(slide.Scope.Result<SlidePrediction>()!, Cancellation);
        await report.EndSlideAsync(FakePredictions.Succeeded(slide.Scope), Cancellation);
        using Image image = Image.NewFromFile(folder.File("heatmaps/slide.png"));
        Pixel(image, 300, 150).ShouldBe([255, 255, 255]);
        image.Min().ShouldBeLessThan(100); // the words beside it
    }

    [Fact]
    public async Task HeatmapPng_NoPrediction_SaysWhatToAdd()
    {
        Slide slide = FakePredictions.Slide();
        slide.Scope.Keep("open_slide", slide);
        var report = new HeatmapPngReport(new(), FakePredictions.Context(folder.Path));
        var error = await Should.ThrowAsync<StageException>(async () =>
            await report.EndSlideAsync(FakePredictions.Succeeded(slide.Scope), Cancellation));
        error.Remedy.ShouldNotBeNull().ShouldContain("aggregate");
    }

    [Fact]
    public async Task HeatmapPng_UnknownClass_NamesTheClasses()
    {
        var error = await Should.ThrowAsync<StageException>(() => Draw(FakePredictions.Slide(), new() { Class = "tumour" }, 0, 1));
        error.Message.ShouldContain("normal, tumor");
    }

    [Theory]
    [InlineData(99, 50)]
    [InlineData(100, 100)]
    [InlineData(420, 200)]
    [InlineData(2500, 2000)]
    [InlineData(0.7, 0.5)]
    public void ScaleLength_AnyLimit_IsRoundAndNotLonger(double limit, double expected) =>
        HeatmapLegend.ScaleLength(limit).ShouldBe(expected, 1e-9);

    [Fact]
    public void StrokeFont_PrintableCharacters_AllHaveTheirOwnLook()
    {
        string[] looks = [.. Enumerable.Range(' ', 95).Select(c =>
            string.Join(' ', StrokeFont.Of((char)c).Segments.Select(s => $"{s.X0} {s.Y0} {s.X1} {s.Y1}")))];
        looks.Distinct().Count().ShouldBe(95);
        StrokeFont.Of('µ').ShouldBe(StrokeFont.Of('?'));
    }

    private static byte[] Pixel(Image image, int x, int y) => [.. image.Getpoint(x, y).Select(v => (byte)v)];

    private Task<Image> Draw(Slide slide, HeatmapPngReport.Options options, params float[] probabilities) =>
        DrawFrom(null, slide, options, probabilities);

    private async Task<Image> DrawFrom(string? from, Slide slide, HeatmapPngReport.Options options, params float[] probabilities)
    {
        RegionGrid grid = FakePredictions.KeptGrid(slide, 12);
        var aggregate = new AggregateStage(new());
        var output = new CollectingOutput<SlidePrediction>();
        foreach (Region region in grid.Regions)
        {
            await aggregate.ProcessAsync(FakePredictions.Of(region, Classes, probabilities), output, Cancellation);
        }

        await aggregate.EndSlideAsync(slide.Scope, output, Cancellation);
        slide.Scope.Keep("aggregate", output.Items[0]);
        var report = new HeatmapPngReport(options, FakePredictions.Context(folder.Path));
        await report.OpenAsync(Cancellation);
        foreach ((_, SlidePrediction prediction) in SlidePrediction.AllOf(slide.Scope).Where(p => from is null || p.Stage == from))
        {
            await report.ReceiveAsync(prediction, Cancellation);
        }

        await report.EndSlideAsync(FakePredictions.Succeeded(slide.Scope), Cancellation);
        return Image.NewFromBuffer(File.ReadAllBytes(folder.File("heatmaps/slide.png")));
    }
}
