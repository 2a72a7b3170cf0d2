using TissueNet.Slides;
using TissueNet.Stages;
using TissueNet.Tests.TestSupport;

namespace TissueNet.Tests.Slides;

public sealed class OpenSlideStageTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly PixelPool pool = new(256 << 20);

    public void Dispose()
    {
        folder.Dispose();
        pool.Dispose();
    }

    [Fact]
    public async Task Slide_WithResolutionInTheFile_KeepsIt()
    {
        await Run(new() { DefaultMpp = 2 }, Shared("CMU-1-Small-Region.svs"), slide =>
        {
            slide.Mpp.ShouldBe(0.499);
            (slide.Width, slide.Height).ShouldBe((2220, 2967));
            slide.Reader.ReadRegion(0, 1, 5, 5, 10, 10, new byte[300]);
        });
        pool.LeaseCount.ShouldBe(0);
    }

    [Fact]
    public async Task Slide_WithoutResolution_TakesTheDefault() =>
        await Run(new() { DefaultMpp = 0.25 }, Shared("boxes.tiff"), slide =>
        {
            slide.Mpp.ShouldBe(0.25);
            slide.Scope.Warnings.ShouldHaveSingleItem().ShouldContain("default_mpp of 0.25 um/px");
            slide.Info.Properties["tissuenet.resolution-ignored"].ShouldContain("352.7");
        });

    [Fact]
    public async Task Slide_OfOneChannel_CarriesAWarning()
    {
        using (NetVips.Image grey = NetVips.Image.Black(300, 200))
        {
            grey.WriteToFile(folder.File("grey.tif"), new NetVips.VOption { { "tile", true } });
            grey.WriteToFile(folder.File("grey.png"));
        }

        foreach (string name in new[] { "grey.tif", "grey.png" })
        {
            await Run(new() { DefaultMpp = 0.25 }, folder.File(name), slide => slide.Scope.Warnings.ShouldContain(text => text.Contains("one channel")));
        }
    }

    [Theory]
    [InlineData("tiff-variants/zackthecat-ojpeg-tile.tif", "old-style jpeg", "old-jpeg")]
    public async Task Slide_OfACodecThatCannotBeRead_FailsAtOpening(string file, string codec, string remedy)
    {
        bool wasOpened = false;
        var failure = await Should.ThrowAsync<SlideException>(() => Run(new() { DefaultMpp = 0.5 }, Shared(file), _ => wasOpened = true));

        wasOpened.ShouldBeFalse();
        failure.Message.ShouldContain(codec);
        failure.Message.ShouldContain("libvips cannot read");
        failure.Remedy!.ShouldContain(remedy);
        pool.LeaseCount.ShouldBe(0);
    }

    [Fact]
    public async Task Slide_WithoutAnyResolution_FailsWithTheRemedy()
    {
        string path = Shared("boxes.tiff");

        var failure = await Should.ThrowAsync<SlideException>(() => Run(new(), path, _ => { }));

        failure.Message.ShouldContain("boxes.tiff");
        failure.Message.ShouldContain("no microns per pixel");
        failure.Remedy!.ShouldContain("default_mpp");
        failure.Remedy!.ShouldContain("metadata");
    }

    [Theory]
    [InlineData("filename,resolution\nboxes.tiff,0.3\n")]
    [InlineData("\uFEFFid,Resolution,FileName,label\r\n7,0.3,\"BOXES.tiff\",2\r\n8,0.4,other.tif,1\r\n")]
    public async Task Slide_InTheMetadata_TakesItBeforeAllElse(string csv)
    {
        File.WriteAllText(folder.File("m.csv"), csv);
        await Run(new() { DefaultMpp = 2, Metadata = folder.File("m.csv") }, Shared("boxes.tiff"), slide => slide.Mpp.ShouldBe(0.3));
    }

    [Theory]
    [InlineData("name,resolution\na.tif,0.3\n", "there is no column 'filename'")]
    [InlineData("filename,resolution\na.tif,0.3\nb.tif,fine\n", ":3: the resolution of 'b.tif' is 'fine'")]
    [InlineData("filename,resolution\na.tif,-1\n", ":2: the resolution of 'a.tif' is '-1'")]
    [InlineData("filename,resolution\na.tif\n", "m.csv")]
    [InlineData("filename,resolution\na.tif,0.3\na.tif,0.4\n", ":3: 'a.tif' has a resolution of 0.4 here, but of 0.3 above")]
    [InlineData("filename,resolution\n,0.3\n", ":2: there is no file name")]
    [InlineData("", "m.csv")]
    public async Task Metadata_ThatMakesNoSense_SaysWhere(string csv, string says)
    {
        File.WriteAllText(folder.File("m.csv"), csv);
        var stage = new OpenSlideStage(new() { Metadata = folder.File("m.csv") }, Context());

        var failure = await Should.ThrowAsync<StageException>(async () => await stage.OpenAsync(TestContext.Current.CancellationToken));

        failure.Message.ShouldContain(says);
        stage.Dispose();
    }

    [Fact]
    public async Task Path_ThatIsNoSlide_SaysWhy()
    {
        File.WriteAllBytes(folder.File("empty.tif"), []);
        File.WriteAllText(folder.File("text.tif"), "no slide at all");
        (string Path, string Says)[] cases =
        [
            (folder.File("missing.tif"), "does not exist"), (folder.File("empty.tif"), "is empty"), (folder.Path, "is a folder"),
            (folder.File("text.tif"), "text.tif"),
        ];
        foreach ((string path, string says) in cases)
        {
            (await Should.ThrowAsync<SlideException>(() => Run(new(), path, _ => { }))).Message.ShouldContain(says);
        }
    }

    [Fact]
    public async Task Reader_Chosen_IsTheOnlyOneAsked()
    {
        await Run(new() { Reader = SlideReaderChoice.Vips }, Shared("cmu1-fragment.tif"), slide =>
        {
            slide.Info.Format.ShouldBe("vips");
            slide.Mpp.ShouldBe(0.499, 1e-6);
            slide.Info.Levels.Count.ShouldBe(4);
        });
        (await Should.ThrowAsync<SlideException>(() => Run(new() { Reader = SlideReaderChoice.Tiff }, Shared("yb10kx5k.zstd.tiff"), _ => { })))
            .Message.ShouldContain("zstd");
    }

    [Fact]
    public void Options_OfTheCache_AreCounted()
    {
        new OpenSlideStage.Options().HeldBytes(null, 4, 1).ShouldBe((96L << 20) + (32L << 20)); // decoded tiles, and stored ones read ahead
        new OpenSlideStage.Options { Cache = new ByteSize(-1) }.Check().Single().Option.ShouldBe("Cache");
        new OpenSlideStage.Options().Check().ShouldBeEmpty();
    }

    [Fact]
    public void Formats_InOrder_HaveTiffBeforeVips() =>
        SlideFormats.All.Select(f => f.Name).Where(n => n is "tiff" or "vips").ShouldBe(["tiff", "vips"]);

    private static string Shared(string name) => Repository.Shared("data", "slides", name);

    private StageContext Context() =>
        new() { Id = "open_slide", Pool = pool, BaseDirectory = folder.Path, OutputDirectory = folder.Path };

    private async Task Run(OpenSlideStage.Options options, string path, Action<Slide> check)
    {
        using var stage = new OpenSlideStage(options, Context());
        await stage.OpenAsync(TestContext.Current.CancellationToken);
        using var scope = new SlideScope(0, "slide", path, TestContext.Current.CancellationToken);
        var output = new Output();
        await stage.ProcessAsync(new SlideFile(scope), output, TestContext.Current.CancellationToken);
        check(output.Slides.Single());
    }

    private sealed class Output : IStageOutput<Slide>
    {
        public List<Slide> Slides { get; } = [];

        public ValueTask EmitAsync(Slide item, CancellationToken cancellation = default)
        {
            Slides.Add(item);
            return default;
        }
    }
}
