namespace TissueNet.Slides.Tiff;

/// <summary>Names of TIFF's compression numbers.</summary>
internal static class TiffCompression
{
    public const int None = 1;
    public const int Lzw = 5;
    public const int Jpeg = 7;
    public const int Deflate = 8;
    public const int OldDeflate = 32946;

    /// <summary>Short name, for <see cref="SlideLevel.Codec"/> and messages.</summary>
    public static string Name(long compression) => compression switch
    {
        None => "none",
        2 or 3 or 4 => "fax",
        Lzw => "lzw",
        6 => "old-style jpeg",
        Jpeg => "jpeg",
        Deflate or OldDeflate => "deflate",
        32773 => "packbits",
        33003 or 33004 or 33005 or 34712 => "jpeg2000",
        34887 => "lerc",
        34925 => "lzma",
        34892 => "lossy jpeg (DNG)",
        50000 or 34926 => "zstd",
        50001 or 34927 => "webp",
        50002 => "jpeg-xl",
        22610 or 34934 => "jpeg-xr",
        _ => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"compression {compression}"),
    };
}
