namespace TissueNet.Regions;

/// <summary>One axis of a grid, in level-0 pixels.</summary>
/// <remarks>Positions are products, never sums: at 300,000 pixels the last patch is as exact as the first.</remarks>
internal readonly record struct GridAxis
{
    // A patch may stick out by up to half a level-0 pixel, which is less than rounding a position moves it.
    private const double Tolerance = 0.5;
    private readonly double start;
    private readonly double last;

    /// <summary>Lays out an axis.</summary>
    /// <param name="start">First pixel to cover.</param>
    /// <param name="end">Pixel after the last to cover.</param>
    /// <param name="size">A patch's size, above 0.</param>
    /// <param name="stride">From one patch to the next, above 0.</param>
    /// <param name="length">The slide's length.</param>
    /// <param name="edges">What to do at the slide's end.</param>
    public GridAxis(double start, double end, double size, double stride, int length, GridEdges edges)
    {
        this.start = start;
        Stride = stride;
        last = edges == GridEdges.Clamp ? Math.Max(0, length - size) : double.PositiveInfinity;

        // As many as it takes for one to reach the end.
        Count = 1 + (int)Math.Max(0, Math.Ceiling((end - start - size - Tolerance) / stride));
        double largest = edges == GridEdges.Drop ? length - size + Tolerance : length - 1;
        if (edges != GridEdges.Clamp && start + ((Count - 1) * stride) > largest)
        {
            Count = largest < start ? 0 : Math.Min(Count, 1 + (int)Math.Floor((largest - start) / stride));
        }
    }

    /// <summary>How many patches.</summary>
    public int Count { get; }

    /// <summary>Level-0 pixels from one patch to the next.</summary>
    public double Stride { get; }

    /// <summary>Where a patch begins, to the nearest level-0 pixel.</summary>
    /// <param name="index">0 to <see cref="Count"/> − 1.</param>
    public int Position(int index) => (int)Math.Floor(Math.Min(start + (index * Stride), last) + 0.5);
}
