using TissueNet.Slides;

namespace TissueNet.Tests.Slides;

/// <summary>A slide whose pixels tell their level-0 position along one axis, at every level as that level was truly made.</summary>
/// <param name="levels">Sizes, largest first, and how far apart pixels truly are. What is reported comes from the sizes alone, as for files.</param>
/// <param name="code">What colours mean.</param>
/// <param name="isVertical">Whether they tell y instead of x.</param>
/// <param name="shrinks">Shrink factors of every level.</param>
internal sealed class CoordinateSlideReader(
    IReadOnlyList<CoordinateSlideReader.Made> levels, CoordinateCode code, bool isVertical, params int[] shrinks) : ISlideReader
{
    public SlideInfo Info { get; } = new()
    {
        Format = "coordinates",
        Vendor = "test",
        Levels =
        [
            .. levels.Select((l, i) => new SlideLevel(
                i, l.Width, l.Height, i == 0 ? 1 : PyramidGeometry.Downsample(levels[0].Width, levels[0].Height, l.Width, l.Height)!.Value, 256, 256, "none")),
        ],
    };

    public List<(int Level, int Shrink)> Reads { get; } = [];

    public IReadOnlyList<int> Shrinks(int level) => shrinks;

    public void ReadRegion(int level, int shrink, int x, int y, int width, int height, Span<byte> rgb)
    {
        Reads.Add((level, shrink));
        (int levelWidth, int levelHeight, double scaleX, double scaleY) = levels[level];
        int right = (levelWidth + shrink - 1) / shrink, bottom = (levelHeight + shrink - 1) / shrink;
        byte[] colors = new byte[(isVertical ? height : width) * 3];
        for (int i = 0; i < colors.Length / 3; i++)
        {
            code.Encode(((isVertical ? y : x) + i + 0.5) * shrink * (isVertical ? scaleY : scaleX), colors.AsSpan(i * 3, 3));
        }

        int from = Math.Clamp(-x, 0, width), to = Math.Clamp(right - x, from, width);
        rgb[..(width * height * 3)].Fill(255);
        for (int row = Math.Max(0, -y); row < height && y + row < bottom; row++)
        {
            Span<byte> target = rgb[(((row * width) + from) * 3)..(((row * width) + to) * 3)];
            if (!isVertical)
            {
                colors.AsSpan(from * 3, target.Length).CopyTo(target);
                continue;
            }

            for (int i = 0; i < target.Length; i++)
            {
                target[i] = colors[(row * 3) + (i % 3)];
            }
        }
    }

    public byte[] ReadAssociated(string name) => throw new KeyNotFoundException(name);

    public void Dispose()
    {
    }

    /// <summary>A level as it was made.</summary>
    internal readonly record struct Made(int Width, int Height, double ScaleX, double ScaleY);
}
