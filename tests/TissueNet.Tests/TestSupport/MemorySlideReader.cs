using TissueNet.Slides;
using TissueNet.Stages;

namespace TissueNet.Tests.TestSupport;

/// <summary>A one-level slide in memory, for tests of what comes after reading.</summary>
internal sealed class MemorySlideReader(int width, int height, byte[] rgb, double? mpp = 0.5, int? tile = null) : ISlideReader
{
    public SlideInfo Info { get; } = new()
    {
        Format = "memory",
        Vendor = "test",
        Levels = [new SlideLevel(0, width, height, 1, tile ?? width, tile ?? height, "none")],
        MppX = mpp,
        MppY = mpp,
    };

    public static Slide Slide(int width, int height, byte[] rgb, double mpp = 0.5, string name = "slide") =>
        new(new SlideScope(0, name, name), new MemorySlideReader(width, height, rgb, mpp), mpp, mpp);

    public IReadOnlyList<int> Shrinks(int level) => [];

    public void ReadRegion(int level, int shrink, int x, int y, int width, int height, Span<byte> destination)
    {
        destination[..(width * height * 3)].Fill(255);
        for (int row = Math.Max(0, -y); row < height && y + row < Info.Levels[0].Height; row++)
        {
            int left = Math.Max(0, -x), right = Math.Min(width, Info.Levels[0].Width - x);
            if (left < right)
            {
                rgb.AsSpan((((y + row) * Info.Levels[0].Width) + x + left) * 3, (right - left) * 3).CopyTo(destination[(((row * width) + left) * 3)..]);
            }
        }
    }

    public byte[] ReadAssociated(string name) => throw new KeyNotFoundException(name);

    public void Dispose()
    {
    }
}
