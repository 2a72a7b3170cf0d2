using System.Buffers;

namespace TissueNet.Slides.Resampling;

/// <summary>
/// The weights by which source pixels along one axis make the target's pixels. Up to a ratio of 1.25 they are those of linear
/// interpolation at the pixel's centre; beyond, the lengths by which the pixel's extent overlaps source pixels (area averaging),
/// which leave no source pixel out. All arrays are rented: dispose it.
/// </summary>
/// <remarks>
/// Linear interpolation shows a target pixel's centre exactly. Area averaging counts a source pixel that is cut by the target's edge
/// as if its part lay in its middle, which moves what the pixel shows by 1/8 source pixel at the most: by 0.08 target pixel at a ratio of
/// 1.25, by 0.03 at 2, and by nothing at whole ratios.
/// </remarks>
internal readonly struct AxisFilter : IDisposable
{
    /// <summary>Up to this <see cref="Stride"/>, the weights beyond <see cref="Taps"/> are there and 0, so that loops may be fixed.</summary>
    public const int PaddedTaps = 3;

    private const double LinearUpTo = 1.25;

    private readonly int[] first;
    private readonly int[] taps;
    private readonly float[] weights;

    private AxisFilter(int count, double ratio)
    {
        Count = count;
        Norm = ratio <= LinearUpTo ? 1 : (float)ratio;
        first = ArrayPool<int>.Shared.Rent(count);
        taps = ArrayPool<int>.Shared.Rent(count);
        weights = [];
    }

    private AxisFilter(AxisFilter begun, float[] weights, int stride, bool isCopy)
    {
        this = begun;
        this.weights = weights;
        Stride = stride;
        IsCopy = isCopy;
    }

    /// <summary>Target pixels.</summary>
    public int Count { get; }

    /// <summary>What the weights of a target pixel add up to.</summary>
    public float Norm { get; }

    /// <summary>Whether target pixels are source pixels, unchanged, in sequence.</summary>
    public bool IsCopy { get; }

    /// <summary>Distance between the weights of neighbours in <see cref="AllWeights"/>.</summary>
    public int Stride { get; }

    /// <summary>The weights of all target pixels.</summary>
    public ReadOnlySpan<float> AllWeights => weights.AsSpan(0, Count * Stride);

    /// <summary>The first source pixel of all target pixels.</summary>
    public ReadOnlySpan<int> AllFirst => first.AsSpan(0, Count);

    /// <summary>The number of source pixels of all target pixels.</summary>
    public ReadOnlySpan<int> AllTaps => taps.AsSpan(0, Count);

    /// <summary>Computes the weights.</summary>
    /// <param name="start">Left edge of the target, in source pixels.</param>
    /// <param name="ratio">Source pixels per target pixel.</param>
    /// <param name="count">Target pixels.</param>
    /// <param name="size">
    /// Source pixels along the axis. Source positions beyond it are all background, so they are represented by -1 and
    /// <paramref name="size"/>, and no read is larger than the slide.
    /// </param>
    public static AxisFilter Create(double start, double ratio, int count, int size)
    {
        ratio = Snap(ratio);
        var filter = new AxisFilter(count, ratio);
        bool isLinear = ratio <= LinearUpTo;
        int stride = isLinear ? 2 : (int)Math.Clamp(Math.Ceiling(ratio) + 1, PaddedTaps, size + 2);
        float[] all = ArrayPool<float>.Shared.Rent(checked(count * stride));
        bool isCopy = ratio == 1;
        for (int i = 0; i < count; i++)
        {
            Span<float> target = all.AsSpan(i * stride, stride);
            target[..Math.Min(stride, PaddedTaps)].Clear();
            (filter.first[i], filter.taps[i]) = isLinear
                ? Linear(Snap(start + ((i + 0.5) * ratio) - 0.5), size, target)
                : Area(Snap(start + (i * ratio)), Snap(start + ((i + 1) * ratio)), size, target);
            isCopy = isCopy && filter.taps[i] == 1 && filter.first[i] == filter.first[0] + i;
        }

        return new AxisFilter(filter, all, stride, isCopy);
    }

    /// <summary>The first source pixel when target pixels are source pixels in sequence, all of them within the source; else null.</summary>
    /// <param name="start">As for <see cref="Create"/>, as are the others.</param>
    /// <param name="ratio">Source pixels per target pixel.</param>
    /// <param name="count">Target pixels.</param>
    /// <param name="size">Source pixels along the axis.</param>
    public static int? FindCopy(double start, double ratio, int count, int size)
    {
        start = Snap(start);
        return Snap(ratio) == 1 && start >= 0 && start + count <= size && start == Math.Floor(start) ? (int)start : null;
    }

    /// <summary>The first source pixel of a target pixel.</summary>
    public int First(int target) => first[target];

    /// <summary>How many source pixels have a weight above 0.</summary>
    public int Taps(int target) => taps[target];

    /// <summary>The weights of a target pixel's source pixels.</summary>
    public ReadOnlySpan<float> Weights(int target) => weights.AsSpan(target * Stride, taps[target]);

    /// <summary>Source pixels that a range of target pixels needs.</summary>
    public int SourceWidth(int begin, int end) => first[end - 1] + taps[end - 1] - first[begin];

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<int>.Shared.Return(first);
        ArrayPool<int>.Shared.Return(taps);
        ArrayPool<float>.Shared.Return(weights);
    }

    // 0.6 / 0.2 is not 3 in binary: without this, grids that coincide would be taken for grids that do not.
    private static double Snap(double value) => Math.Abs(value - Math.Round(value)) < 1e-6 ? Math.Round(value) : value;

    private static (int First, int Taps) Linear(double centre, int size, Span<float> target)
    {
        centre = Math.Clamp(centre, -1, size);
        int pixel = (int)Math.Floor(centre);
        target[1] = (float)(centre - pixel);
        target[0] = 1 - target[1];
        return (pixel, target[1] > 0 ? 2 : 1);
    }

    private static (int First, int Taps) Area(double low, double high, int size, Span<float> target)
    {
        int pixel = (int)Math.Clamp(Math.Floor(low), -1, size);
        int end = (int)Math.Clamp(Math.Ceiling(high), pixel + 1, size + 1);
        for (int k = pixel; k < end; k++)
        {
            double left = k == -1 ? low : Math.Max(low, k);
            double right = k == size || high <= 0 ? high : Math.Min(high, k + 1);
            target[k - pixel] = (float)(right - left);
        }

        return (pixel, end - pixel);
    }
}
