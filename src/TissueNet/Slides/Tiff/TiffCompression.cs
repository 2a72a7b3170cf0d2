namespace TissueNet.Slides.Tiff;

/// <summary>Names of TIFF's compression numbers, and which of them are read.</summary>
internal static class TiffCompression
{
    public const int None = 1;
    public const int Lzw = 5;
    public const int Jpeg = 7;
    public const int Deflate = 8;
    public const int OldDeflate = 32946;
    public const int PackBits = 32773;
    public const int Zstd = 50000;
    public const int OldZstd = 34926;
    public const int WebP = 50001;
    public const int OldWebP = 34927;

    /// <summary>Whether there is a decoder for it.</summary>
    public static bool IsRead(long compression) => compression is None or Jpeg or PackBits || HasPredictor(compression) || IsWebP(compression);

    /// <summary>Whether the predictor tag counts.</summary>
    public static bool HasPredictor(long compression) => compression is Lzw or Deflate or OldDeflate || IsZstd(compression);

    /// <summary>Whether it is Zstandard, by the number in use or the one before it was assigned.</summary>
    public static bool IsZstd(long compression) => compression is Zstd or OldZstd;

    /// <summary>Whether it is WebP, likewise.</summary>
    public static bool IsWebP(long compression) => compression is WebP or OldWebP;

    /// <summary>Short name, for <see cref="SlideLevel.Codec"/> and messages.</summary>
    public static string Name(long compression) => compression switch
    {
        None => "none",
        2 or 3 or 4 => "fax",
        Lzw => "lzw",
        6 => "old-style jpeg",
        Jpeg => "jpeg",
        Deflate or OldDeflate => "deflate",
        PackBits => "packbits",
        33003 or 33004 or 33005 or 34712 => "jpeg2000",
        34887 => "lerc",
        34925 => "lzma",
        34892 => "lossy jpeg (DNG)",
        Zstd or OldZstd => "zstd",
        WebP or OldWebP => "webp",
        50002 => "jpeg-xl",
        22610 or 34934 => "jpeg-xr",
        _ => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"compression {compression}"),
    };
}
