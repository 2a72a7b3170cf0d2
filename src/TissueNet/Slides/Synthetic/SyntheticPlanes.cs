using System.Buffers;

namespace TissueNet.Slides.Synthetic;

/// <summary>A block of pixels while it is painted: what each pixel holds, before it becomes a colour.</summary>
internal sealed class SyntheticPlanes : IDisposable
{
    private readonly float[] memory;
    private readonly int size;

    /// <summary>Makes an empty block.</summary>
    /// <param name="x">Left edge in pixels of the level.</param>
    /// <param name="y">Top edge in pixels of the level.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="pixel">Microns per pixel.</param>
    public SyntheticPlanes(int x, int y, int width, int height, double pixel)
    {
        (X, Y, Width, Height, Pixel) = (x, y, width, height, pixel);
        size = width * height;
        memory = ArrayPool<float>.Shared.Rent(size * 6);
        memory.AsSpan(0, size * 6).Clear();
    }

    public int X { get; }

    public int Y { get; }

    public int Width { get; }

    public int Height { get; }

    /// <summary>Microns per pixel.</summary>
    public double Pixel { get; }

    public double Left => X * Pixel;

    public double Top => Y * Pixel;

    public double Right => (X + Width) * Pixel;

    public double Bottom => (Y + Height) * Pixel;

    /// <summary>Share of the pixel that is tissue.</summary>
    public Span<float> Tissue => memory.AsSpan(0, size);

    /// <summary>Amount of eosin outside nuclei.</summary>
    public Span<float> Eosin => memory.AsSpan(size, size);

    /// <summary>Amount of haematoxylin outside nuclei.</summary>
    public Span<float> Haematoxylin => memory.AsSpan(2 * size, size);

    /// <summary>Share of the pixel that is nucleus.</summary>
    public Span<float> Nucleus => memory.AsSpan(3 * size, size);

    /// <summary>Amount of haematoxylin in the nucleus.</summary>
    public Span<float> Chromatin => memory.AsSpan(4 * size, size);

    /// <summary>Share of the pixel that is a hole in the tissue: lumen, fat, cleft.</summary>
    public Span<float> Hole => memory.AsSpan(5 * size, size);

    /// <summary>Position in um of a pixel's centre across.</summary>
    public double CentreX(int column) => (X + column + 0.5) * Pixel;

    /// <summary>Position in um of a pixel's centre down.</summary>
    public double CentreY(int row) => (Y + row + 0.5) * Pixel;

    /// <summary>The columns and rows of pixels within a distance of a position in um; empty when it is beside the block.</summary>
    public (int Left, int Top, int Right, int Bottom) Around(double x, double y, double reach) => (
        Math.Max(0, (int)Math.Floor((x - reach) / Pixel) - X),
        Math.Max(0, (int)Math.Floor((y - reach) / Pixel) - Y),
        Math.Min(Width, (int)Math.Ceiling((x + reach) / Pixel) - X),
        Math.Min(Height, (int)Math.Ceiling((y + reach) / Pixel) - Y));

    /// <inheritdoc/>
    public void Dispose() => ArrayPool<float>.Shared.Return(memory);
}
