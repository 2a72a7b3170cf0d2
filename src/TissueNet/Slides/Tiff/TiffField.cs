namespace TissueNet.Slides.Tiff;

/// <summary>A field of a directory; its values stay in the file until asked for.</summary>
/// <param name="Type">Type of the values, as TIFF numbers them.</param>
/// <param name="Count">Number of values; as the file claims, unchecked.</param>
/// <param name="Offset">Position of the first value in the file; unchecked.</param>
internal readonly record struct TiffField(int Type, long Count, long Offset)
{
    /// <summary>Bytes per value; 0 for a type that TIFF does not know.</summary>
    public int Size => Type switch
    {
        1 or 2 or 6 or 7 => 1,
        3 or 8 => 2,
        4 or 9 or 11 or 13 => 4,
        5 or 10 or 12 or 16 or 17 or 18 => 8,
        _ => 0,
    };

    /// <summary>Whether the values are whole numbers of 0 or more.</summary>
    public bool IsUnsigned => Type is 1 or 3 or 4 or 13 or 16 or 18 or 7;
}
