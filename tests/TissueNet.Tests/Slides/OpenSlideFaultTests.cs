using TissueNet.Slides;
using TissueNet.Slides.OpenSlide;
using TissueNet.Stages;
using TissueNet.Tests.TestSupport;

namespace TissueNet.Tests.Slides;

/// <summary>What goes wrong with OpenSlide's files, and with OpenSlide itself, and how it is told.</summary>
public sealed class OpenSlideFaultTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly PixelPool pool = new(64 << 20);

    public void Dispose()
    {
        pool.LeaseCount.ShouldBe(0);
        pool.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(16 << 20)]
    public void MiraxWithoutTwoDataFiles_Read_FailsThereByTheirNamesAndNowhereElse(int cacheBytes)
    {
        using var reader = Open(Repository.Shared("data", "slides", "Mirax2-Fluorescence-2.mrxs"), cacheBytes);
        (int Level, string Missing)[] lost = [(0, "Data0005.dat"), (1, "Data0006.dat")];

        foreach ((int level, string missing) in lost)
        {
            var failure = Should.Throw<SlideException>(() => Read(reader, level, (9153 + 4000) >> level, (102_664 + 3000) >> level, 224));
            failure.Message.ShouldContain(missing);
            failure.Message.ShouldContain($"of level {level} of 'Mirax2-Fluorescence-2.mrxs'");
            failure.Remedy!.ShouldContain("all of its files");
        }

        foreach (SlideLevel level in reader.Info.Levels.Skip(2))
        {
            Read(reader, level.Index, (int)(13_152 / level.Downsample), (int)(105_664 / level.Downsample), 224).Distinct().Count().ShouldBeGreaterThan(3);
        }

        Read(reader, 0, 100, 100, 224).AsSpan().IndexOfAnyExcept((byte)0x80).ShouldBe(-1); // outside of what was scanned
        reader.ReadAssociated("label").Length.ShouldBe(585 * 447 * 3);
        reader.HandlesDiscarded.ShouldBeInRange(2, 4);
    }

    [Fact]
    public void PropertyNamesThatAreNoText_Open_TellsTheRest()
    {
        // Two names of one byte each that no UTF-8 text has: as text they are the same.
        byte[] bytes = File.ReadAllBytes(Repository.Shared("data", "slides", "CMU-1-Small-Region.svs"));
        foreach ((byte[] name, byte[] odd) in new[] { ("|Filename"u8.ToArray(), [.. "|"u8, 0xFF, .. "       "u8]), ("|Originalheight"u8.ToArray(), (byte[])[.. "|"u8, 0xFE, .. "             "u8]) })
        {
            bytes.AsSpan().IndexOf(name).ShouldBeGreaterThan(0);
            odd.CopyTo(bytes.AsSpan(bytes.AsSpan().IndexOf(name)));
        }

        File.WriteAllBytes(folder.File("odd.svs"), bytes);
        using ISlideReader reader = SlideFormats.Open(folder.File("odd.svs"), pool, 0, only: "openslide");
        reader.Info.MppX.ShouldNotBeNull();
    }

    [Fact]
    public async Task FailingRegions_BesideOthers_DoNotReachThem()
    {
        using var reader = Open(Repository.Shared("data", "slides", "Mirax2-Fluorescence-2.mrxs"), 0);
        byte[] expected = Read(reader, 3, 1644, 13_208, 100);
        int failed = 0;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() =>
        {
            for (int k = 0; k < 10; k++)
            {
                if (i % 2 == 0)
                {
                    Should.Throw<SlideException>(() => Read(reader, 0, 13_000 + k, 105_000, 100));
                    Interlocked.Increment(ref failed);
                }
                else
                {
                    Read(reader, 3, 1644, 13_208, 100).AsSpan().SequenceEqual(expected).ShouldBeTrue();
                }
            }
        })));

        failed.ShouldBe(40);
        reader.HandlesDiscarded.ShouldBe(40);
    }

    [Fact]
    public void Slide_WithFailuresOnly_IsGivenUpAfterAHundred()
    {
        using var reader = Open(Repository.Shared("data", "slides", "Mirax2-Fluorescence-2.mrxs"), 0);
        for (int i = 0; i < 60; i++)
        {
            Should.Throw<SlideException>(() => Read(reader, 0, 13_000 + i, 105_000, 50));
        }

        Read(reader, 3, 1644, 13_208, 100); // starts the count again
        for (int i = 0; i < OpenSlideHandles.MostFailures; i++)
        {
            Should.Throw<SlideException>(() => Read(reader, 0, 13_000 + i, 105_000, 50)).Message.ShouldContain("Data0005.dat");
        }

        long discarded = reader.HandlesDiscarded;
        Should.Throw<SlideException>(() => Read(reader, 3, 1644, 13_208, 100)).Message.ShouldContain("given up: 100 regions in a row");
        reader.HandlesDiscarded.ShouldBe(discarded);
    }

    [Fact]
    public void Handles_OfAReader_AreAllClosed()
    {
        string path = Repository.Shared("data", "slides", "Mirax2-Fluorescence-2.mrxs");
        var handles = new OpenSlideHandles(OpenSlides.Library, path, 2);
        var first = handles.Use(handle => handle);
        handles.Use(handle => handle).ShouldBeSameAs(first);
        Should.Throw<InvalidDataException>(() => handles.Use(handle => handle.Read(0, 13_000, 105_000, 10, 10).Length)).Message.ShouldContain("Data0005.dat");
        var second = handles.Use(handle => handle);

        second.ShouldNotBeSameAs(first);
        first.IsClosed.ShouldBeTrue();
        second.IsClosed.ShouldBeFalse();
        handles.Dispose();
        second.IsClosed.ShouldBeTrue();
    }

    [Theory]
    [InlineData("corrupt/CMU-1-Saved-1_16.mrxs", "The folder 'CMU-1-Saved-1_16', which holds the pixels")]
    [InlineData("corrupt/Mirax2-Fluorescence-1.mrxs", "Index.dat doesn't have expected version")]
    public void BrokenMirax_Opened_SaysWhatIsWrong(string file, string says) =>
        Refusal(Repository.Shared(["data", .. file.Split('/')])).Message.ShouldContain(says);

    [Fact]
    public void MiraxFolder_WithoutOrWithABrokenSlidedat_SaysSo()
    {
        _ = OpenSlides.Library;
        string path = folder.File("slide.mrxs");
        File.WriteAllBytes(path, [1, 2, 3]);
        Directory.CreateDirectory(folder.File("slide"));
        Refusal(path).Message.ShouldContain("has no Slidedat.ini");

        File.WriteAllText(Path.Combine(folder.File("slide"), "Slidedat.ini"), "no ini file at all");
        Refusal(path).Message.ShouldContain("Slidedat.ini");
        Refusal(path).Message.ShouldContain("'slide.mrxs'");
    }

    [Theory]
    [InlineData("slides/test3-DAPI-2-387.ndpi", "is a Hamamatsu NDPI slide; reading it needs OpenSlide, which is not installed")]
    [InlineData("slides/cmu1-fragment.mrxs", "is a MIRAX slide; reading it needs OpenSlide, which is not installed")]
    [InlineData("slides/multi_frame_jpeg_camelyon_challenge_image.dcm", "is a DICOM slide; reading it needs OpenSlide 4.0 or later")]
    [InlineData("slides/TCGA-CR-7395-01A-01-TS1.svs", "OpenSlide, which may read 'TCGA-CR-7395-01A-01-TS1.svs', is not installed")]
    public void Absent_AFileThatNeedsIt_NamesThePackage(string file, string says)
    {
        var failure = Should.Throw<SlideException>(() => new OpenSlideFormat(null).Open(Repository.Shared(["data", .. file.Split('/')]), pool, 0));

        failure.Message.ShouldContain(says);
        failure.Remedy!.ShouldContain(OperatingSystem.IsLinux() ? "libopenslide0" : "openslide");
    }

    [Theory]
    [InlineData("none", "forbidden by TISSUENET_OPENSLIDE=none")]
    [InlineData("/opt/no.so", "'/opt/no.so'")]
    public void Absent_ByTheEnvironment_SaysToUnsetIt(string wish, string says)
    {
        string path = Repository.Shared("data", "slides", "cmu1-fragment.ndpi");
        var failure = Should.Throw<SlideException>(() => new OpenSlideFormat(null, wish).Open(path, pool, 0));

        failure.Message.ShouldContain(says);
        failure.Remedy!.ShouldStartWith("Unset TISSUENET_OPENSLIDE");
    }

    [Fact]
    public void Cmyk_InATiff_IsLeftToAReaderThatKnowsItsInks()
    {
        _ = OpenSlides.Library;
        string path = Repository.Shared("data", "slides", "tiff-variants", "tiff_tiled_cmyk_jpeg.tif");
        Should.Throw<SlideException>(() => SlideFormats.Open(path, pool, 0, "openslide")).Message.ShouldContain("CMYK");
        using ISlideReader reader = SlideFormats.Open(path, pool, 0);
        reader.Info.Format.ShouldBe("vips");
    }

    [Fact]
    public void Library_NotWantedOrMisnamed_IsAbsent()
    {
        OpenSlideLibrary.Find("none").ShouldBeNull();
        OpenSlideLibrary.Find(folder.File("nothing.so")).ShouldBeNull();
        OpenSlides.Library.Description.ShouldStartWith($"OpenSlide {OpenSlides.Library.Version} (");
    }

    [Fact]
    public void DicomSlide_WithVersion3_SaysWhichVersionItNeeds()
    {
        Assert.SkipWhen(OpenSlides.Library.IsVersion4, "OpenSlide 4 reads it.");
        SlideException failure = Refusal(Repository.Shared("data", "slides", "multi_frame_jpeg_camelyon_challenge_image.dcm"));

        failure.Message.ShouldContain("is a DICOM slide; reading it needs OpenSlide 4.0 or later, but OpenSlide 3.4.1");
        failure.Remedy!.ShouldContain(OpenSlideLibrary.Variable);
    }

    [Theory]
    [InlineData("slide.isyntax", "is a Philips iSyntax slide, which neither TissueNet nor OpenSlide reads")]
    [InlineData("slide.vsi", "is an Olympus VSI slide, which neither")]
    public void Format_ThatNothingReads_SaysSo(string name, string says)
    {
        File.WriteAllText(folder.File(name), "whatever it holds");
        Refusal(folder.File(name)).Message.ShouldContain(says);
    }

    [Theory]
    [InlineData("slide.czi", "a Zeiss CZI")]
    [InlineData("slide.svslide", "a Sakura")]
    [InlineData("slide.vms", "a Hamamatsu VMS")]
    public void File_ThatIsNotWhatItsNameSays_IsRefusedByThatName(string name, string kind)
    {
        _ = OpenSlides.Library;
        File.WriteAllText(folder.File(name), "whatever it holds");
        Refusal(folder.File(name)).Message.ShouldContain(kind);
    }

    [Fact]
    public void PlainTiff_UnderAScannersName_IsStillRead()
    {
        string path = folder.File("plain.ndpi");
        File.Copy(Repository.Shared("data", "slides", "boxes.tiff"), path);
        using ISlideReader reader = SlideFormats.Open(path, pool, 0);

        reader.Info.Format.ShouldBe("tiff");
    }

    private static byte[] Read(OpenSlideReader reader, int level, int x, int y, int side)
    {
        byte[] rgb = new byte[side * side * 3];
        reader.ReadRegion(level, 1, x, y, side, side, rgb);
        return rgb;
    }

    private OpenSlideReader Open(string path, int cacheBytes) => (OpenSlideReader)new OpenSlideFormat(OpenSlides.Library).Open(path, pool, cacheBytes);

    private SlideException Refusal(string path) => Should.Throw<SlideException>(() => SlideFormats.Open(path, pool, 0));
}
