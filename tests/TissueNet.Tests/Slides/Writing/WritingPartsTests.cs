using CsCheck;
using TissueNet.Slides.Jpeg;
using TissueNet.Slides.Writing;

namespace TissueNet.Tests.Slides.Writing;

public class WritingPartsTests
{
    [Fact]
    public void BoxShrink_AnySize_IsTheRoundedMeanOfFour() =>
        Gen.Select(Gen.Int[1, 90], Gen.Int[1, 9], Gen.Int[0, int.MaxValue]).Sample((width, height, seed) =>
        {
            byte[] source = new byte[width * 2 * height * 2 * 3];
            new Random(seed).NextBytes(source);
            byte[] target = new byte[((width * 3) + 7) * height];
            Array.Fill(target, (byte)77);
            BoxShrink.Halve(source, width * 6, target, (width * 3) + 7, width, height);
            byte[] expected = ConversionRig.Halved(source, width * 2, height * 2, 1);
            for (int row = 0; row < height; row++)
            {
                target.AsSpan(row * ((width * 3) + 7), width * 3).SequenceEqual(expected.AsSpan(row * width * 3, width * 3)).ShouldBeTrue();
                target.AsSpan((row * ((width * 3) + 7)) + (width * 3), 7).ToArray().ShouldAllBe(b => b == 77);
            }
        });

    [Fact]
    public void Orders_AnyGrid_VisitEachTileOnceAndEndBlocksAtTheirBottomRight() =>
        Gen.Select(Gen.Int[1, 40], Gen.Int[1, 40], Gen.Bool).Sample((across, down, byRows) =>
        {
            List<(int Column, int Row)> order = [.. byRows ? TileOrder.Rows(across, down) : TileOrder.Morton(across, down)];
            order.Count.ShouldBe(across * down);
            order.Distinct().Count().ShouldBe(across * down);
            var block = order.Index().GroupBy(t => (t.Item.Column >> 2, t.Item.Row >> 2));
            foreach (var tiles in block)
            {
                tiles.MaxBy(t => t.Index).Item.ShouldBe((tiles.Max(t => t.Item.Column), tiles.Max(t => t.Item.Row)));
            }
        });

    [Fact]
    public void TableFreeStream_PutTogetherAgain_DecodesToTheSamePixels()
    {
        byte[] rgb = new byte[64 * 64 * 3];
        new Random(5).NextBytes(rgb);
        IJpegEncoder encoder = JpegEncoders.Default;
        byte[] stream = new byte[encoder.MaxBytes(64, 64, true)];
        int length = encoder.Encode(rgb, 64, 64, 75, true, stream);
        byte[] expected = new byte[rgb.Length];
        JpegDecoders.Default.Decode(stream.AsSpan(0, length), expected, 64, 64, 64 * 3);

        byte[] tables = JpegAbbreviation.Tables(stream.AsSpan(0, length));
        JpegAbbreviation.HasTables(stream.AsSpan(0, length), tables).ShouldBeTrue();
        int stripped = JpegAbbreviation.Strip(stream.AsSpan(0, length), keepTables: false);
        stripped.ShouldBeLessThan(length - 500);
        byte[] prefix = JpegStream.Prefix(tables, isRgb: false);
        byte[] whole = new byte[prefix.Length + stripped + JpegStream.Slack];
        prefix.CopyTo(whole, 0);
        int all = prefix.Length + JpegStream.Append(stream.AsSpan(0, stripped), whole.AsSpan(prefix.Length), out _);
        byte[] actual = new byte[rgb.Length];
        JpegDecoders.Default.Decode(whole.AsSpan(0, all), actual, 64, 64, 64 * 3);
        actual.ShouldBe(expected);
    }

    [Theory]
    [InlineData(1, 1, "1x1")]
    [InlineData(1300, 2, "1300x2 650x1")]
    [InlineData(2220, 2967, "2220x2967 1110x1483 555x741 277x370")]
    public void Pyramid_AnySize_HalvesAsLibvipsDoes(int width, int height, string expected) =>
        string.Join(' ', PlannedLevel.Pyramid(width, height, 512).Select(l => $"{l.Width}x{l.Height}")).ShouldBe(expected);
}
