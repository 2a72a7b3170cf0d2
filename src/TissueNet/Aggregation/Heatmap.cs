using TissueNet.Regions;

namespace TissueNet.Aggregation;

/// <summary>Probabilities on a slide's grid: one cell per grid position, NaN where no patch was inferred.</summary>
public sealed class Heatmap
{
    private readonly float[] values;

    /// <summary>Makes an empty heatmap.</summary>
    /// <param name="grid">The grid.</param>
    /// <param name="classes">Number of classes, 1 or more.</param>
    public Heatmap(RegionGrid grid, int classes)
    {
        Grid = grid;
        Classes = classes;
        values = new float[(long)grid.Columns * grid.Rows * classes];
        Array.Fill(values, float.NaN);
    }

    /// <summary>The grid.</summary>
    public RegionGrid Grid { get; }

    /// <summary>Number of classes.</summary>
    public int Classes { get; }

    /// <summary>Probabilities of a cell, one per class; NaN where no patch was inferred.</summary>
    /// <param name="column">0 to columns − 1.</param>
    /// <param name="row">0 to rows − 1.</param>
    public Span<float> this[int column, int row] => values.AsSpan(((row * Grid.Columns) + column) * Classes, Classes);
}
