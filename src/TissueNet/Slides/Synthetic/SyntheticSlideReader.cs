using System.Globalization;

namespace TissueNet.Slides.Synthetic;

/// <summary>Paints a synthetic slide's pixels when they are read. It keeps nothing, so any size costs nothing.</summary>
internal sealed class SyntheticSlideReader : ISlideReader
{
    private const int Block = 256;
    private const int SmallestLevel = 512;

    private readonly SyntheticPainter painter;

    public SyntheticSlideReader(SyntheticSlideSpec spec)
    {
        painter = new SyntheticPainter(spec);
        Truth = new SyntheticGroundTruth(painter, spec);
        Info = new SlideInfo
        {
            Format = "synthetic",
            Vendor = "synthetic",
            Levels = MakeLevels(spec),
            MppX = spec.Mpp,
            MppY = spec.Mpp,
            BackgroundColor = StainPalette.GlassRgb,
            Properties = new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                ["synthetic.pen"] = spec.Pen ? "true" : "false",
                ["synthetic.seed"] = spec.Seed.ToString(CultureInfo.InvariantCulture),
                ["synthetic.tissue"] = spec.Tissue.ToString(CultureInfo.InvariantCulture),
            },
        };
    }

    /// <inheritdoc/>
    public SlideInfo Info { get; }

    /// <summary>What is where.</summary>
    public SyntheticGroundTruth Truth { get; }

    /// <inheritdoc/>
    public IReadOnlyList<int> Shrinks(int level) => [];

    /// <inheritdoc/>
    public void ReadRegion(int level, int shrink, int x, int y, int width, int height, Span<byte> rgb)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(shrink, 1);
        SlideLevel source = Info.Levels[level];
        FillBackground(rgb[..(width * height * 3)]);
        int left = Math.Max(x, 0), top = Math.Max(y, 0);
        int right = (int)Math.Min((long)x + width, source.Width), bottom = (int)Math.Min((long)y + height, source.Height);
        for (int blockY = top; blockY < bottom; blockY += Block)
        {
            for (int blockX = left; blockX < right; blockX += Block)
            {
                Span<byte> target = rgb[((((blockY - y) * width) + blockX - x) * 3)..];
                int blockWidth = Math.Min(Block, right - blockX), blockHeight = Math.Min(Block, bottom - blockY);
                painter.Paint(1 << level, blockX, blockY, blockWidth, blockHeight, target, width * 3);
            }
        }
    }

    /// <inheritdoc/>
    public byte[] ReadAssociated(string name) => throw new KeyNotFoundException($"A synthetic slide has no associated image '{name}'.");

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private static SlideLevel[] MakeLevels(SyntheticSlideSpec spec)
    {
        var levels = new List<SlideLevel>();
        bool wantsMore;
        int width = spec.Width, height = spec.Height;
        do
        {
            levels.Add(new SlideLevel(levels.Count, width, height, 1 << levels.Count, Block, Block, "procedural"));
            wantsMore = spec.Levels is { } count ? levels.Count < count : Math.Max(width, height) >= SmallestLevel;
            (width, height) = (width / 2, height / 2);
        }
        while (wantsMore && width > 0 && height > 0);

        return [.. levels];
    }

    private static void FillBackground(Span<byte> rgb)
    {
        int color = StainPalette.GlassRgb;
        for (int i = 0; i < rgb.Length; i += 3)
        {
            rgb[i] = (byte)(color >> 16);
            rgb[i + 1] = (byte)(color >> 8);
            rgb[i + 2] = (byte)color;
        }
    }
}
