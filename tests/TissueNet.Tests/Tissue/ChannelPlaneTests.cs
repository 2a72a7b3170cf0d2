using CsCheck;
using TissueNet.Tissue;

namespace TissueNet.Tests.Tissue;

public class ChannelPlaneTests
{
    [Fact]
    public void Measure_Saturation_AllPairsEqualRoundedQuotient()
    {
        // Every (max, min) pair, with the three channels taking turns.
        var rgb = new List<byte>();
        var expected = new List<byte>();
        for (int max = 0; max < 256; max++)
        {
            for (int min = 0; min <= max; min++)
            {
                byte[] pixel = [(byte)max, (byte)min, (byte)((max + min) / 2)];
                int turn = (max + min) % 3;
                rgb.AddRange([pixel[turn], pixel[(turn + 1) % 3], pixel[(turn + 2) % 3]]);
                expected.Add(max == 0 ? (byte)0 : (byte)Math.Round((max - min) * 255m / max, MidpointRounding.AwayFromZero));
            }
        }

        var plane = new byte[expected.Count];
        ChannelPlane.Measure(TissueChannel.Saturation, rgb.ToArray(), plane);
        plane.ShouldBe(expected);
        for (int i = 0; i < plane.Length; i++)
        {
            ChannelPlane.Saturation(rgb[i * 3], rgb[(i * 3) + 1], rgb[(i * 3) + 2]).ShouldBe(plane[i]);
        }
    }

    [Theory]
    [InlineData(TissueChannel.Grey, 255, 255, 255, 0)]
    [InlineData(TissueChannel.Grey, 0, 0, 0, 255)]
    [InlineData(TissueChannel.Grey, 255, 0, 0, 179)]
    [InlineData(TissueChannel.Grey, 0, 255, 0, 105)]
    [InlineData(TissueChannel.OpticalDensity, 255, 255, 255, 0)]
    [InlineData(TissueChannel.OpticalDensity, 0, 0, 0, 241)]
    [InlineData(TissueChannel.OpticalDensity, 127, 127, 127, 30)]
    [InlineData(TissueChannel.Saturation, 200, 100, 150, 128)]
    public void Measure_KnownPixel_IsKnown(TissueChannel channel, byte red, byte green, byte blue, byte expected)
    {
        var plane = new byte[1];
        ChannelPlane.Measure(channel, [red, green, blue], plane);
        plane[0].ShouldBe(expected);
    }

    [Fact]
    public void Mark_AnyPixels_VectorsEqualScalarRules() =>
        Gen.Select(Gen.Byte.Array[3 * 131], Gen.Int[1, 131], Gen.Bool, Gen.Bool).Sample((rgb, width, black, pen) =>
        {
            for (int i = 0; i < rgb.Length; i += 11)
            {
                rgb[i] >>= 3; // dark ones are rare otherwise
            }

            var row = new ulong[(width + 63) / 64];
            bool any = InkRules.Mark(rgb, row, width, black, pen);
            for (int x = 0; x < width; x++)
            {
                bool ink = InkRules.IsInk(rgb[x * 3], rgb[(x * 3) + 1], rgb[(x * 3) + 2], black, pen);
                ((row[x >> 6] >> (x & 63) & 1) != 0).ShouldBe(ink);
            }

            any.ShouldBe(row.Any(w => w != 0));
        });

    [Theory]
    [InlineData(30, 60, 160, true)] // blue pen
    [InlineData(20, 120, 70, true)] // green pen
    [InlineData(200, 30, 40, true)] // red pen
    [InlineData(50, 50, 55, true)] // black pen
    [InlineData(5, 5, 5, true)] // border
    [InlineData(245, 244, 246, false)] // glass
    [InlineData(225, 170, 200, false)] // eosin
    [InlineData(90, 60, 130, false)] // nuclei
    [InlineData(70, 70, 140, false)] // nuclei, bluish scanner
    [InlineData(170, 40, 80, false)] // blood
    [InlineData(120, 70, 40, false)] // DAB
    [InlineData(180, 190, 210, false)] // pale counterstain
    public void IsInk_UsualColours_AreToldApart(byte red, byte green, byte blue, bool ink) =>
        InkRules.IsInk(red, green, blue, black: true, pen: true).ShouldBe(ink);
}
