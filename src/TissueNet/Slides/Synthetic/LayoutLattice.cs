using System.Buffers;

namespace TissueNet.Slides.Synthetic;

/// <summary>
/// The layout at lattice points round a block, interpolated between. The lattice is the whole slide's (its points are multiples
/// of the spacing), so that blocks agree where they meet.
/// </summary>
internal readonly struct LayoutLattice : IDisposable
{
    /// <summary>Distance of points in level-0 pixels, unless two pixels of the block are more.</summary>
    public const int Spacing = 16;

    private readonly LayoutPoint[] points;
    private readonly double spacing;
    private readonly int left;
    private readonly int top;
    private readonly int columns;

    /// <summary>Evaluates the layout round a block.</summary>
    /// <param name="layout">The layout.</param>
    /// <param name="mpp">Microns per level-0 pixel.</param>
    /// <param name="downsample">Level-0 pixels per pixel of the block.</param>
    /// <param name="bounds">Edges in um, with a margin for what reaches in from outside.</param>
    public LayoutLattice(
        SyntheticLayout layout, double mpp, double downsample, (double Left, double Top, double Right, double Bottom) bounds)
    {
        spacing = Math.Max(Spacing, 2 * downsample) * mpp;
        left = (int)Math.Floor(bounds.Left / spacing);
        top = (int)Math.Floor(bounds.Top / spacing);
        columns = (int)Math.Floor(bounds.Right / spacing) + 2 - left;
        int rows = (int)Math.Floor(bounds.Bottom / spacing) + 2 - top;
        points = ArrayPool<LayoutPoint>.Shared.Rent(columns * rows);
        HighestTissue = float.NegativeInfinity;
        for (int i = 0; i < columns * rows; i++)
        {
            points[i] = layout.At((left + (i % columns)) * spacing, (top + (i / columns)) * spacing);
            HighestTissue = Math.Max(HighestTissue, points[i].Tissue);
        }
    }

    /// <summary>Lattice points across.</summary>
    public int Columns => columns;

    /// <summary>The largest value of <see cref="LayoutPoint.Tissue"/> anywhere in the block.</summary>
    public float HighestTissue { get; }

    /// <summary>The layout at a position in um within the bounds.</summary>
    public LayoutPoint At(double x, double y)
    {
        double column = x / spacing, row = y / spacing;
        double floorX = Math.Floor(column), floorY = Math.Floor(row);
        float s = (float)(column - floorX), t = (float)(row - floorY);
        int corner = (((int)floorY - top) * columns) + (int)floorX - left;
        return LayoutPoint.Lerp(
            LayoutPoint.Lerp(points[corner], points[corner + 1], s),
            LayoutPoint.Lerp(points[corner + columns], points[corner + columns + 1], s),
            t);
    }

    /// <summary>Interpolates a whole row, for <see cref="AtRow"/>.</summary>
    /// <param name="y">Position in um.</param>
    /// <param name="row">Receives <see cref="Columns"/> points.</param>
    public void Row(double y, Span<LayoutPoint> row)
    {
        double position = y / spacing;
        double floor = Math.Floor(position);
        ReadOnlySpan<LayoutPoint> upper = points.AsSpan(((int)floor - top) * columns, columns);
        ReadOnlySpan<LayoutPoint> lower = points.AsSpan(((int)floor + 1 - top) * columns, columns);
        for (int i = 0; i < columns; i++)
        {
            row[i] = LayoutPoint.Lerp(upper[i], lower[i], (float)(position - floor));
        }
    }

    /// <summary>The layout at a position along an interpolated row.</summary>
    public LayoutPoint AtRow(double x, ReadOnlySpan<LayoutPoint> row)
    {
        double column = x / spacing;
        int floor = (int)Math.Floor(column);
        return LayoutPoint.Lerp(row[floor - left], row[floor + 1 - left], (float)(column - floor));
    }

    /// <summary>The same value as of any lattice of level 0 that covers the position.</summary>
    public static LayoutPoint At(SyntheticLayout layout, double mpp, double x, double y)
    {
        using var lattice = new LayoutLattice(layout, mpp, 1, (x, y, x, y));
        return lattice.At(x, y);
    }

    /// <inheritdoc/>
    public void Dispose() => ArrayPool<LayoutPoint>.Shared.Return(points);
}
