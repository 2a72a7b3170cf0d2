using TissueNet.Slides;
using TissueNet.Slides.Tiff;
using TissueNet.Slides.Writing;
using TissueNet.Tests.TestSupport;

namespace TissueNet.Tests.Slides.Writing;

public sealed class LosslessTests : IDisposable
{
    private static readonly ConversionOptions Lossless = new() { Kind = ConversionKind.Lossless, Threads = 2 };
    private readonly ConversionRig rig = new();

    public void Dispose() => rig.Dispose();

    [Theory]
    [InlineData("CMU-1-Small-Region.svs", 1, 4)]
    [InlineData("cmu1-fragment.tif", 4, 4)]
    [InlineData("be_cog.tiff", 1, 1)]
    public async Task StoredTiles_AreCopiedBitForBit(string name, int copied, int levels)
    {
        string path = Repository.Shared("data", "slides", name);
        ConversionResult result = await ConversionRig.ConvertAsync(path, rig.Output(), Lossless);
        result.Levels.ShouldBe(levels);
        List<List<byte[]>> before = StoredTiles(path), after = StoredTiles(rig.Output());
        after.Count.ShouldBe(levels);
        for (int level = 0; level < copied; level++)
        {
            after[level].Count.ShouldBe(before[level].Count);
            after[level].Zip(before[level]).ShouldAllBe(pair => pair.First.SequenceEqual(pair.Second));
        }

        using ISlideReader source = rig.Open(path), made = rig.Open(rig.Output());
        for (int level = 0; level < copied; level++)
        {
            ConversionRig.MeanDifference(ConversionRig.Level(made, level), ConversionRig.Level(source, level)).ShouldBe(0);
        }

        made.Info.MppX.HasValue.ShouldBe(source.Info.MppX.HasValue);
        rig.Leftovers.ShouldBeEmpty();
    }

    [Fact]
    public async Task MissingLevels_AreMadeOfTheNextFiner()
    {
        string path = Repository.Shared("data", "slides", "CMU-1-Small-Region.svs");
        await ConversionRig.ConvertAsync(path, rig.Output(), Lossless with { Quality = 95, IsSubsampled = false });
        using ISlideReader made = rig.Open(rig.Output());
        made.Info.Levels.Select(l => (l.Width, l.Height, l.TileWidth)).ShouldBe([(2220, 2967, 240), (1110, 1483, 512), (555, 741, 512), (277, 370, 512)]);
        byte[] original = ConversionRig.Level(made, 0);
        for (int level = 1; level < 4; level++)
        {
            byte[] expected = ConversionRig.Halved(original, 2220, 2967, level);
            ConversionRig.MeanDifference(ConversionRig.Level(made, level), expected).ShouldBeLessThan(2, $"level {level}");
        }

        using NetVips.Image vips = NetVips.Image.Tiffload(rig.Output(), page: 0);
        Pixels.ShouldBeClose(vips.WriteToMemory<byte>(), original, 4);
    }

    [Theory]
    [InlineData("boxes.tiff", "deflate")]
    [InlineData("kidney-48-5.tif", "strips")]
    [InlineData("tiff-variants/tiled-jpeg-ycbcr.tif", "strips")]
    public async Task UnsuitableSource_IsRefusedWithReasonAndRemedy(string name, string reason)
    {
        string path = Repository.Shared(["data", "slides", .. name.Split('/')]);
        SlideException refusal = await Should.ThrowAsync<SlideException>(() => ConversionRig.ConvertAsync(path, rig.Output(), Lossless));
        refusal.Message.ShouldContain(reason);
        refusal.Remedy.ShouldBe("Convert it without --lossless.");
        Directory.EnumerateFileSystemEntries(rig.Path).ShouldBeEmpty();
    }

    [Fact]
    public async Task StoredTilesCutShort_IsAnErrorAndLeavesNothing()
    {
        string path = rig.Output("cut.svs"), target = rig.Output("made.tif");
        byte[] bytes = await File.ReadAllBytesAsync(Repository.Shared("data", "slides", "CMU-1-Small-Region.svs"), TestContext.Current.CancellationToken);
        using (var source = new FileByteSource(Repository.Shared("data", "slides", "CMU-1-Small-Region.svs")))
        {
            TiffDirectory first = TiffFile.Read(path, source).Directories[0];
            bytes.AsSpan((int)first.Integers(TiffTag.TileOffsets, long.MaxValue)[30], 4).Clear();
        }

        await File.WriteAllBytesAsync(path, bytes, TestContext.Current.CancellationToken);
        (await Should.ThrowAsync<SlideException>(() => ConversionRig.ConvertAsync(path, target, Lossless))).Message.ShouldContain("tile 30");
        File.Exists(target).ShouldBeFalse();
        rig.Leftovers.ShouldBeEmpty();
    }

    private static List<List<byte[]>> StoredTiles(string path)
    {
        using var source = new FileByteSource(path);
        TiffFile file = TiffFile.Read(path, source);
        var pages = new List<List<byte[]>>();
        foreach (TiffDirectory directory in file.Directories.Where(d => d.Has(TiffTag.TileOffsets)))
        {
            long[] offsets = directory.Integers(TiffTag.TileOffsets, long.MaxValue), counts = directory.Integers(TiffTag.TileByteCounts, long.MaxValue);
            pages.Add([.. offsets.Zip(counts).Select(tile =>
            {
                byte[] bytes = new byte[tile.Second];
                source.Read(bytes, tile.First);
                return bytes;
            })]);
        }

        return pages;
    }
}
