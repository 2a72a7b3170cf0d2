using System.Buffers.Binary;
using TissueNet.Slides;
using TissueNet.Slides.OpenSlide;
using TissueNet.Tests.Slides.Mutations;
using TissueNet.Tests.TestSupport;

namespace TissueNet.Tests.Slides;

/// <summary>What made OpenSlide 3.4.1 run for minutes or take most of a gigabyte, found by mutation.</summary>
public sealed class OpenSlideGuardTests
{
    [Theory]
    [InlineData("-855637568", "440", "864289920", "50344")]
    [InlineData("216", "440", "637534696", "2960")]
    public void PhotosFarBeyondTheSlide_Checked_AreRefused(string x, string y, string width, string height)
    {
        SlideException failure = Should.Throw<SlideException>(() => OpenSlideGuard.CheckBounds("a.mrxs", Bounds(x, y, width, height), 2496, 3616));

        failure.Message.ShouldContain("photos reach from");
        failure.Remedy.ShouldNotBeNull();
    }

    [Fact]
    public void BoundsOfARealSlide_OrNone_Pass()
    {
        Should.NotThrow(() => OpenSlideGuard.CheckBounds("a.mrxs", Bounds("216", "440", "2064", "2960"), 2496, 3616));
        Should.NotThrow(() => OpenSlideGuard.CheckBounds("a.svs", new Dictionary<string, string>(), 2496, 3616));
    }

    [Fact]
    public void TileOfHalfAGigabyte_Checked_IsRefused()
    {
        byte[] bytes = WebPTiff.Make();
        TiffMap map = TiffMap.Of(bytes)!;
        long field = map.Fields.Single(f => map.Integer(f, 2) == 323); // TileLength
        map.Encode(421_099, 4).CopyTo(bytes, field + 8);
        using var folder = new TemporaryFolder();
        string path = folder.File("tall.tif");
        File.WriteAllBytes(path, bytes);

        Should.Throw<SlideException>(() => OpenSlideGuard.CheckFile(path)).Message.ShouldContain("256 x 421099 px");
    }

    [Fact]
    public void StripsThatClaimATileHeight_Checked_AreRefused()
    {
        // The process died of a division by zero: to libtiff the thumbnail was tiled, in tiles of no width.
        byte[] bytes = File.ReadAllBytes(Repository.Shared("data", "slides", "TCGA-CR-7395-01A-01-TS1.svs"));
        TiffMap map = TiffMap.Of(bytes)!;
        long field = map.Fields.First(f => map.Integer(f, 2) == 278); // RowsPerStrip
        map.Encode(323, 2).CopyTo(bytes, field); // TileLength
        using var folder = new TemporaryFolder();
        string path = folder.File("a.svs");
        File.WriteAllBytes(path, bytes);

        Should.Throw<SlideException>(() => OpenSlideGuard.CheckFile(path)).Message.ShouldContain("directory 1 has tiles of 0 x");
    }

    [Theory]
    [InlineData("IMAGENUMBER_X = 22", "IMAGENUMBER_X = -22", "photos")]
    [InlineData("IMAGENUMBER_Y = 32", "IMAGENUMBER_Y = 2000000000", "photos")]
    public void MiraxIni_ClaimingWhatCannotBe_IsRefused(string was, string becomes, string says)
    {
        using var folder = new TemporaryFolder();
        string path = CopyMirax(folder), ini = Path.Combine(Path.ChangeExtension(path, null), "Slidedat.ini");
        string text = File.ReadAllText(ini);
        text.ShouldContain(was);
        File.WriteAllText(ini, text.Replace(was, becomes, StringComparison.Ordinal));

        SlideException failure = Should.Throw<SlideException>(() => MiraxIndex.Check(path));
        failure.Message.ShouldContain(says);
        failure.Remedy.ShouldNotBeNull();
    }

    [Theory]
    [InlineData(-1392507344)]
    [InlineData(int.MaxValue)]
    public void MiraxRecord_OfNegativeOrHugeSize_IsRefused(int size)
    {
        // The process died of an allocation of 2^64 - 1392507344 bytes.
        using var folder = new TemporaryFolder();
        string path = CopyMirax(folder), index = Path.Combine(Path.ChangeExtension(path, null), "Index.dat");
        byte[] bytes = File.ReadAllBytes(index);
        int table = Int(bytes, 5 + 32 + 4), page = Int(bytes, Int(bytes, table + (3 * 4)) + 4); // the fourth record: positions
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(page + 20), size);
        File.WriteAllBytes(index, bytes);

        Should.Throw<SlideException>(() => MiraxIndex.Check(path)).Message.ShouldContain($"record 3 of Index.dat claims {size} bytes");
    }

    [Theory]
    [InlineData("slides/cmu1-fragment.mrxs")]
    [InlineData("slides/Mirax2-Fluorescence-2.mrxs")]
    [InlineData("corrupt/CMU-1-Saved-1_16.mrxs")]
    [InlineData("slides/boxes.tiff")]
    public void MiraxIndex_OfARealSlideOrNone_Passes(string slide) =>
        Should.NotThrow(() => MiraxIndex.Check(Repository.Shared(["data", .. slide.Split('/')])));

    [Theory]
    [InlineData("TCGA-CR-7395-01A-01-TS1.svs")]
    [InlineData("cmu1-fragment.ndpi")]
    [InlineData("cmu1-fragment.mrxs")]
    [InlineData("CMU-1-Small-Region.svs")]
    public void RealSlide_Checked_Passes(string slide) =>
        Should.NotThrow(() => OpenSlideGuard.CheckFile(Repository.Shared("data", "slides", slide)));

    private static int Int(byte[] bytes, int at) => BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at));

    private static string CopyMirax(TemporaryFolder folder)
    {
        string path = folder.File("a.mrxs"), files = Path.ChangeExtension(path, null);
        File.Copy(Repository.Shared("data", "slides", "cmu1-fragment.mrxs"), path);
        Directory.CreateDirectory(files);
        foreach (string file in Directory.EnumerateFiles(Repository.Shared("data", "slides", "cmu1-fragment")))
        {
            File.Copy(file, Path.Combine(files, Path.GetFileName(file)));
        }

        return path;
    }

    private static Dictionary<string, string> Bounds(string x, string y, string width, string height) => new()
    {
        ["openslide.bounds-x"] = x,
        ["openslide.bounds-y"] = y,
        ["openslide.bounds-width"] = width,
        ["openslide.bounds-height"] = height,
    };
}
