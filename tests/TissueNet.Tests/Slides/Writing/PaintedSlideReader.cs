using TissueNet.Slides;

namespace TissueNet.Tests.Slides.Writing;

/// <summary>A slide of one level whose pixels are painted on demand, smooth enough for JPEG; reads can be watched or made to fail.</summary>
internal sealed class PaintedSlideReader(int width, int height, double? mpp = 0.25, int tile = 256) : ISlideReader
{
    private int reads;

    public SlideInfo Info { get; init; } = new()
    {
        Format = "painted",
        Vendor = "test",
        Levels = [new SlideLevel(0, width, height, 1, tile, tile, "none")],
        MppX = mpp,
        MppY = mpp,
        ObjectivePower = 40,
    };

    /// <summary>Called with the number of each read.</summary>
    public Action<int>? OnRead { get; init; }

    public IReadOnlyList<int> Shrinks(int level) => [];

    public static void Paint(int x, int y, Span<byte> pixel)
    {
        pixel[0] = (byte)(128 + (100 * Math.Sin(x / 70.0)));
        pixel[1] = (byte)(128 + (100 * Math.Cos(y / 90.0)));
        pixel[2] = (byte)(128 + (60 * Math.Sin((x + y) / 120.0)));
    }

    public void ReadRegion(int level, int shrink, int x, int y, int columns, int rows, Span<byte> rgb)
    {
        (level, shrink).ShouldBe((0, 1));
        OnRead?.Invoke(Interlocked.Increment(ref reads));
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                Paint(x + column, y + row, rgb[(((row * columns) + column) * 3)..]);
            }
        }
    }

    public byte[] ReadAssociated(string name) => throw new KeyNotFoundException(name);

    public void Dispose()
    {
    }
}
