using CsCheck;
using NetVips;
using TissueNet.Slides;
using TissueNet.Slides.Tiff;
using TissueNet.Slides.Vips;
using TissueNet.Stages;
using TissueNet.Tests.TestSupport;

namespace TissueNet.Tests.Slides;

/// <summary>Codecs, sample layouts and colour models, from files that are made here.</summary>
public sealed class TiffCodecTests
{
    private const int None = 1, Lzw = 5, Jpeg = 7, Deflate = 8, PackBits = 32773, Zstd = 50000, WebP = 50001;

    private static readonly PixelPool Pool = new(1 << 20);
    private static readonly (int, int, int)[] Models =
        [(0, 1, -1), (1, 1, -1), (1, 2, 2), (1, 2, 1), (1, 2, 0), (2, 3, -1), (2, 4, 2), (2, 4, 1), (2, 4, 0), (3, 1, -1)];

    private static readonly int[] Codecs = [None, Deflate, 32946, PackBits, Zstd, 34926];

    private static readonly Gen<StoredSamples> AnySamples =
        from color in Gen.Int[0, Models.Length - 1].Select(i => Models[i])
        from compression in Gen.Int[0, Codecs.Length - 1].Select(i => Codecs[i])
        from sizes in Gen.Select(Gen.Int[1, 70], Gen.Int[1, 70], Gen.Int[1, 40], Gen.Int[1, 40])
        from flags in Gen.Select(Gen.Bool, Gen.Bool, Gen.Bool, Gen.Bool, Gen.Bool, Gen.Bool)
        from seed in Gen.Int[0, int.MaxValue]
        select new StoredSamples
        {
            Photometric = color.Item1,
            Samples = color.Item2,
            ExtraSample = color.Item3,
            Compression = compression,
            Width = sizes.Item1,
            Height = sizes.Item2,
            TileWidth = flags.Item1 ? sizes.Item3 : 0,
            TileHeight = sizes.Item4,
            Bytes = flags.Item2 && color.Item1 != 3 ? 2 : 1,
            IsPlanar = flags.Item3 && color is { Item1: 1 or 2, Item2: > 1 },
            IsPredicted = flags.Item4 && compression is not (None or PackBits),
            IsBitReversed = flags.Item5,
            IsBigEndian = flags.Item6,
            Seed = seed,
        };

    [Fact]
    public void AnySamples_OfAnyCodec_BecomeTheColoursTheyStandFor() => AnySamples.Sample(
        stored =>
        {
            using TiffSlideReader reader = Open(stored.ToFile());
            byte[] region = new byte[stored.Width * stored.Height * 3];
            reader.ReadRegion(0, 1, 0, 0, stored.Width, stored.Height, region);
            if (!region.AsSpan().SequenceEqual(stored.Expected()))
            {
                throw new InvalidDataException("The pixels differ.");
            }
        },
        iter: 600);

    /// <summary>What libtiff writes.</summary>
    [Theory]
    [InlineData("lzw", "none")]
    [InlineData("lzw", "horizontal")]
    [InlineData("deflate", "horizontal")]
    [InlineData("packbits", "none")]
    public void Tiles_WrittenByLibtiff_ReadBackExactly(string compression, string predictor)
    {
        using var folder = new TemporaryFolder();
        using Image image = Tissue(300, 200);
        string path = folder.File("a.tif");
        image.WriteToFile($"{path}[tile,tile-width=64,tile-height=48,compression={compression},predictor={predictor}]");
        using TiffSlideReader reader = Open(File.ReadAllBytes(path));

        Whole(reader).ShouldBe(image.WriteToMemory<byte>());
    }

    [Theory]
    [InlineData(3, 2)]
    [InlineData(4, 2)]
    [InlineData(4, 1)]
    public void WebPTiles_WithAndWithoutAlpha_AreShownOnWhite(int bands, int extraSample)
    {
        using Image color = Tissue(64, 32);
        using Image alpha = Image.Xyz(64, 32).ExtractBand(0).Linear([4.0], [0.0]).Cast(Enums.BandFormat.Uchar);
        using Image image = bands == 4 ? color.Bandjoin(alpha) : color.Copy();
        using Image left = image.Crop(0, 0, 32, 32), right = image.Crop(32, 0, 32, 32);
        using var tiff = new TinyTiff(false, false);
        tiff.AddStored(
            64, 32, 32, 32, [left.WebpsaveBuffer(lossless: true, exact: true), right.WebpsaveBuffer(lossless: true, exact: true)],
            [.. Fields(WebP, 2, bands), .. bands == 4 ? new (int, int, long[])[] { (338, 3, [extraSample]) } : []]);
        using TiffSlideReader reader = Open(tiff.ToArray());

        byte[] stored = image.WriteToMemory<byte>();
        byte[] expected = [.. Enumerable.Range(0, 64 * 32 * 3).Select(i =>
        {
            int value = stored[(i / 3 * bands) + (i % 3)], opacity = bands == 4 ? stored[(i / 3 * bands) + 3] : 255;
            return (byte)(extraSample == 2
                ? Math.Round(((value * opacity) + (255.0 * (255 - opacity))) / 255)
                : Math.Min(255, value + 255 - opacity));
        })];
        Whole(reader).ShouldBe(expected);
        reader.Info.Levels[0].Codec.ShouldBe("webp");
    }

    [Fact]
    public void WebPTile_OfAnotherSize_IsRefusedBeforeItIsDecoded()
    {
        using Image image = Image.Black(4000, 4000, bands: 3);
        using var tiff = new TinyTiff(false, false);
        tiff.AddStored(32, 32, 32, 32, [image.WebpsaveBuffer()], Fields(WebP, 2, 3));
        using TiffSlideReader reader = Open(tiff.ToArray());

        Should.Throw<SlideException>(() => Whole(reader)).Message.ShouldContain("its WebP image has 4000 x 4000 px, expected 32 x 32");
    }

    /// <summary>A few kilobytes that claim to be much more must not be believed.</summary>
    [Theory]
    [InlineData(Deflate)]
    [InlineData(Zstd)]
    public void Tile_ThatUnpacksToMoreThanATile_IsDamaged(int compression)
    {
        byte[] bomb = StoredSamples.Pack(new byte[40_000_000], compression);
        using var tiff = new TinyTiff(false, false);
        tiff.AddStored(32, 32, 32, 32, [bomb], Fields(compression, 2, 3));
        using TiffSlideReader reader = Open(tiff.ToArray());
        byte[] region = new byte[32 * 32 * 3];
        long before = GC.GetAllocatedBytesForCurrentThread();

        var failure = Should.Throw<SlideException>(() => reader.ReadRegion(0, 1, 0, 0, 32, 32, region));

        failure.Message.ShouldContain("more than the 3072 bytes of a tile");
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1 << 20);
    }

    [Theory]
    [InlineData(None, "it ends after 100 of 3072 bytes")]
    [InlineData(PackBits, "it ends after")]
    [InlineData(Deflate, "deflate data is damaged")]
    [InlineData(Zstd, "Zstandard data is damaged")]
    [InlineData(WebP, "WebP data is damaged")]
    [InlineData(Jpeg, "JPEG data")]
    public void Tile_OfNonsense_SaysSo(int compression, string says)
    {
        byte[] nonsense = new byte[100];
        new Random(3).NextBytes(nonsense);
        using var tiff = new TinyTiff(false, false);
        tiff.AddStored(32, 32, 32, 32, [nonsense], Fields(compression, 2, 3));
        using TiffSlideReader reader = Open(tiff.ToArray());

        Should.Throw<SlideException>(() => Whole(reader)).Message.ShouldContain(says);
    }

    /// <summary>As in libtiff, the photometric tag decides about a tile's colours, whatever its own markers say.</summary>
    [Theory]
    [InlineData(2, null)]
    [InlineData(6, null)]
    [InlineData(2, 1)]
    [InlineData(6, 0)]
    [InlineData(6, 1)]
    public void JpegTile_WithAMarkerOfItsOwn_FollowsThePhotometricTag(int photometric, int? adobeTransform)
    {
        using Image image = Tissue(64, 64);
        byte[] jpeg = image.JpegsaveBuffer(q: 90, keep: Enums.ForeignKeep.None);
        byte[] bare = [0xFF, 0xD8, .. jpeg.AsSpan(jpeg.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xDB]))]; // without its JFIF marker
        byte[] tile = adobeTransform is { } transform
            ? [0xFF, 0xD8, 0xFF, 0xEE, 0, 14, .. "Adobe"u8, 0, 100, 0, 0, 0, 0, (byte)transform, .. bare.AsSpan(2)]
            : bare;
        using var tiff = new TinyTiff(false, false);
        tiff.AddStored(64, 64, 64, 64, [tile], [.. Fields(Jpeg, photometric, 3), (530, 3, [2, 2])]);
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("a.tif"), tiff.ToArray());
        using Image theirs = Image.NewFromFile(folder.File("a.tif"));
        using TiffSlideReader reader = Open(tiff.ToArray());

        Pixels.ShouldBeClose(Whole(reader), theirs.WriteToMemory<byte>(), 4);
    }

    [Theory]
    [InlineData(1, 3, 2)] // no interleaving: each colour a JPEG of its own
    [InlineData(2, 2, 2)]
    public void JpegTiles_WithPlanesApart_ReadAsTheSamePicture(int shrink, int tolerance, int configuration)
    {
        using Image image = Tissue(96, 64);
        using var tiff = new TinyTiff(true, true);
        List<byte[]> tiles = [];
        for (int band = 0; band < 3; band++)
        {
            using Image plane = image.ExtractBand(band);
            for (int x = 0; x < 96; x += 32)
            {
                for (int y = 0; y < 1; y++)
                {
                    using Image tile = plane.Crop(x, 0, 32, 64);
                    tiles.Add(tile.JpegsaveBuffer(q: 100));
                }
            }
        }

        tiff.AddStored(96, 64, 32, 64, tiles, [.. Fields(Jpeg, 2, 3), (284, 3, [configuration])]);
        using TiffSlideReader reader = Open(tiff.ToArray());
        using Image shrunk = image.Shrink(shrink, shrink);
        byte[] region = new byte[96 / shrink * 64 / shrink * 3];
        reader.ReadRegion(0, shrink, 0, 0, 96 / shrink, 64 / shrink, region);

        Pixels.ShouldBeClose(region, shrunk.Cast(Enums.BandFormat.Uchar).WriteToMemory<byte>(), tolerance);
    }

    /// <summary>No reader shows wrong colours: where libvips would, it is not asked.</summary>
    [Theory]
    [InlineData(Lzw, 6, 3, 8, 1, "colour model 6 (YCbCr)")]
    [InlineData(None, 1, 1, 8, 2, "signed or floating-point")]
    [InlineData(None, 1, 1, 32, 3, "signed or floating-point")]
    [InlineData(None, 1, 1, 32, 1, "samples of 32 bits")]
    public void Samples_ThatAreNoColours_AreRefusedByEveryReader(int compression, int photometric, int samples, int bits, int format, string says)
    {
        using var tiff = new TinyTiff(false, false);
        tiff.AddStored(
            16, 16, 16, 16, [new byte[16 * 16 * samples * bits / 8]],
            (258, 3, [.. Enumerable.Repeat((long)bits, samples)]), (259, 3, [compression]), (262, 3, [photometric]), (277, 3, [samples]), (339, 3, [format]));
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("a.tif"), tiff.ToArray());
        using var pool = new PixelPool(1 << 20);
        foreach (string? only in new[] { null, "tiff", "vips" })
        {
            Should.Throw<SlideException>(() => SlideFormats.Open(folder.File("a.tif"), pool, 0, only)).Message.ShouldContain(says);
        }
    }

    [Theory]
    [InlineData(33005, "jpeg2000", "needs OpenSlide")]
    [InlineData(34925, "lzma", "lzma decoder")]
    [InlineData(6, "old-style jpeg", "old-jpeg")]
    public void Codec_ThatIsNotThere_IsNamedWithWhatToDo(int compression, string codec, string remedy)
    {
        using var tiff = new TinyTiff(false, false);
        tiff.AddStored(16, 16, 16, 16, [new byte[100]], Fields(compression, 2, 3));
        var failure = Should.Throw<SlideException>(() => Open(tiff.ToArray()));

        failure.Message.ShouldContain(codec);
        failure.Remedy!.ShouldContain(remedy);
        failure.IsUnsupported.ShouldBeTrue();
    }

    private static (int Tag, int Type, long[] Values)[] Fields(int compression, int photometric, int samples) =>
    [
        (258, 3, [.. Enumerable.Repeat(8L, samples)]), (259, 3, [compression]), (262, 3, [photometric]), (277, 3, [samples]),
    ];

    private static TiffSlideReader Open(byte[] file) =>
        new TiffSlideFormat().Open("a.tif", new MemoryByteSource(file), new TileCache(Pool, 0), ownsCache: true);

    private static byte[] Whole(TiffSlideReader reader)
    {
        SlideLevel level = reader.Info.Levels[0];
        byte[] rgb = new byte[level.Width * level.Height * 3];
        reader.ReadRegion(0, 1, 0, 0, level.Width, level.Height, rgb);
        return rgb;
    }

    private static Image Tissue(int width, int height)
    {
        VipsRuntime.Unusable.ShouldBeNull();
        using Image slide = Image.NewFromFile(Repository.Shared("data", "slides", "CMU-1-Small-Region.svs"));
        return slide.Crop(900, 1200, width, height).CopyMemory();
    }
}
