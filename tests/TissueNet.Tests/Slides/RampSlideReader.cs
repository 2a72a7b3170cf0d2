using TissueNet.Slides;
using TissueNet.Stages;

namespace TissueNet.Tests.Slides;

/// <summary>
/// A slide whose colours are linear in level-0 position, so that a pixel averaged or interpolated still tells where it is:
/// red is 20 + slope.X × (x − origin.X), green likewise in y, blue is 17. Its levels halve with rounding down.
/// </summary>
internal sealed class RampSlideReader(
    int width, int height, int levels, (double X, double Y) origin, (double X, double Y) slope, params int[] shrinks) : ISlideReader
{
    public SlideInfo Info { get; } = new()
    {
        Format = "ramp",
        Vendor = "test",
        Levels = [.. Enumerable.Range(0, levels).Select(i => new SlideLevel(i, width >> i, height >> i, 1 << i, 256, 256, "none"))],
    };

    public List<(int Level, int Shrink, int Width, int Height)> Reads { get; } = [];

    public Slide Slide(double mppX, double mppY) => new(new SlideScope(0, "ramp", "ramp"), this, mppX, mppY);

    public IReadOnlyList<int> Shrinks(int level) => shrinks;

    public void ReadRegion(int level, int shrink, int x, int y, int columns, int rows, Span<byte> rgb)
    {
        lock (Reads)
        {
            Reads.Add((level, shrink, columns, rows));
        }

        double scale = Info.Levels[level].Downsample * shrink;
        int right = (Info.Levels[level].Width + shrink - 1) / shrink, bottom = (Info.Levels[level].Height + shrink - 1) / shrink;
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                Span<byte> pixel = rgb.Slice(((row * columns) + column) * 3, 3);
                int sourceX = x + column, sourceY = y + row;
                if (sourceX < 0 || sourceY < 0 || sourceX >= right || sourceY >= bottom)
                {
                    pixel.Fill(255);
                    continue;
                }

                pixel[0] = Encode((((sourceX + 0.5) * scale) - origin.X) * slope.X);
                pixel[1] = Encode((((sourceY + 0.5) * scale) - origin.Y) * slope.Y);
                pixel[2] = 17;
            }
        }
    }

    /// <summary>The level-0 position that a pixel shows.</summary>
    public (double X, double Y) Decode(ReadOnlySpan<byte> pixel) =>
        (origin.X + ((pixel[0] - 20) / slope.X), origin.Y + ((pixel[1] - 20) / slope.Y));

    public byte[] ReadAssociated(string name) => throw new KeyNotFoundException(name);

    public void Dispose()
    {
    }

    private static byte Encode(double value) => (byte)Math.Clamp(Math.Round(value + 20), 0, 255);
}
