using TissueNet.Slides;
using TissueNet.Slides.Jpeg;
using TissueNet.Slides.Tiff;
using TissueNet.Slides.Tiff.Decoding;
using TissueNet.Stages;
using TissueNet.Tests.TestSupport;

namespace TissueNet.Tests.Slides;

/// <summary>Blank tiles that were decoded before are filled; nobody can tell by the pixels.</summary>
public sealed class TiffBlankTileTests
{
    /// <summary>Tissue in a sea of white and of another colour, read whole and shrunk, with and without the shortcut.</summary>
    [Theory]
    [InlineData("jpeg", true)]
    [InlineData("jpeg", false)] // strips
    [InlineData("deflate", true)]
    [InlineData("lzw", true)]
    public void SlideWithBlankTiles_AtEveryShrink_ReadsAsIfAllWereDecoded(string compression, bool tiled)
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("a.tif");
        Blanks.Write(path, 1500, 1100, tiled ? $"tile,tile-width=128,tile-height=128,compression={compression},Q=75" : $"compression={compression},Q=75");
        using var pool = new PixelPool(64 << 20);
        using var cache = new TileCache(pool, 0);
        using TiffSlideReader reader = new TiffSlideFormat(JpegDecoders.Default).Open(path, new FileByteSource(path), cache, ownsCache: false);
        foreach (int shrink in reader.Shrinks(0).Prepend(1))
        {
            for (int round = 0; round < 2; round++)
            {
                byte[] expected = Blanks.DecodedOneByOne(path, shrink, out int width, out int height);
                byte[] pixels = new byte[width * height * 3];
                reader.ReadRegion(0, shrink, 0, 0, width, height, pixels);
                pixels.AsSpan().SequenceEqual(expected).ShouldBeTrue($"shrink {shrink}, round {round}");
            }
        }

        if (tiled)
        {
            ((double)reader.TilesDecoded / (2 * reader.TilesTouched)).ShouldBeLessThan(0.5); // two rounds
        }
    }

    [Fact]
    public void Tile_ThatIsSmallButNotOfOneColour_IsDecodedEachTime()
    {
        byte[] rgb = new byte[64 * 64 * 3];
        rgb[^1] = 1; // of one colour but for the very last sample
        var decoder = new CountingDecoder(rgb);
        var blank = new BlankTileDecoder(Image64(), decoder);
        byte[] target = new byte[rgb.Length];
        for (int i = 0; i < 5; i++)
        {
            blank.Decode(new byte[10], 64, 1, target, 64 * 3);
            target.ShouldBe(rgb);
        }

        decoder.Decoded.ShouldBe(5);
        blank.Skipped.ShouldBe(0);
    }

    [Fact]
    public void Tile_KnownToBeBlank_IsFilledForTheSameBytesRowsAndShrinkOnly()
    {
        var decoder = new CountingDecoder(new byte[64 * 64 * 3]);
        var blank = new BlankTileDecoder(Image64(), decoder);
        byte[] target = new byte[64 * 64 * 3];
        byte[] stored = [1, 2, 3], other = [1, 2, 4];
        blank.Decode(stored, 64, 1, target, 192);
        blank.Decode(other, 64, 1, target, 192);
        blank.Decode(stored, 32, 1, target, 192);
        blank.Decode(stored, 64, 2, target, 96);
        decoder.Decoded.ShouldBe(4);
        target.AsSpan().Fill(9);

        blank.Decode(stored, 64, 1, target, 192);

        decoder.Decoded.ShouldBe(4);
        blank.Skipped.ShouldBe(1);
        target.ShouldAllBe(b => b == 0);
    }

    [Fact]
    public async Task BlankTiles_OfManyKinds_OnManyThreads_AreRememberedWithinTheBound()
    {
        var decoder = new CountingDecoder(new byte[64 * 64 * 3]);
        var blank = new BlankTileDecoder(Image64(), decoder);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(thread => Task.Run(() =>
        {
            byte[] target = new byte[64 * 64 * 3];
            for (int i = 0; i < 4000; i++)
            {
                target[0] = 1;
                blank.Decode([(byte)(i % 50), (byte)(i / 1000)], 64, 1, target, 192);
                target[0].ShouldBe((byte)0);
            }
        })));

        blank.Known.ShouldBe(BlankTileDecoder.MaxKnown);
        blank.Skipped.ShouldBeGreaterThan(0);
        (decoder.Decoded + blank.Skipped).ShouldBe(8 * 4000);
    }

    private static TiffImage Image64()
    {
        using var tiff = new TinyTiff(false, false);
        tiff.Add(new byte[64 * 64 * 3], 64, 64, 64, 64);
        TiffFile file = TiffFile.Read("a.tif", new MemoryByteSource(tiff.ToArray()));
        return TiffImage.Read(file, file.Directories[0]);
    }

    private sealed class CountingDecoder(byte[] rgb) : ITileDecoder
    {
        private int decoded;

        public int Decoded => decoded;

        public IReadOnlyList<int> Shrinks => [2];

        public void Decode(ReadOnlySpan<byte> stored, int rows, int shrink, Span<byte> target, int stride)
        {
            Interlocked.Increment(ref decoded);
            rgb.AsSpan(0, Math.Min(rgb.Length, target.Length)).CopyTo(target);
        }
    }
}
