namespace TissueNet.Slides.Resampling;

/// <summary>Two rows of source pixels, each with padding behind it.</summary>
internal readonly ref struct RowPair(ReadOnlySpan<byte> upper, ReadOnlySpan<byte> lower)
{
    /// <summary>The upper row.</summary>
    public ReadOnlySpan<byte> Upper { get; } = upper;

    /// <summary>The row below.</summary>
    public ReadOnlySpan<byte> Lower { get; } = lower;
}
