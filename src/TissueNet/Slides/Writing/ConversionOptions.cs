namespace TissueNet.Slides.Writing;

/// <summary>How slides are converted.</summary>
internal sealed record ConversionOptions
{
    /// <summary>Sides of tiles that lossless copying and DeepZoom do not decide, in pixels: a multiple of 16. Default 512.</summary>
    public int TileSize { get; init; } = 512;

    /// <summary>JPEG quality, 1–100. Default 75.</summary>
    public int Quality { get; init; } = 75;

    /// <summary>Whether colour is stored at half the resolution both ways (4:2:0). Default true.</summary>
    public bool IsSubsampled { get; init; } = true;

    /// <summary>What is written.</summary>
    public ConversionKind Kind { get; init; }

    /// <summary>Whether a file that is already there is replaced.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Microns per pixel of slides that do not say; null leaves it open.</summary>
    public double? MissingMpp { get; init; }

    /// <summary>Threads that work on a slide. Default 1.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Memory for a slide's pixels, in bytes. Default 512 MiB.</summary>
    public long MemoryBytes { get; init; } = 512L << 20;

    /// <summary>Time between checkpoints, which is what a killed conversion may lose. Default 30 s.</summary>
    public TimeSpan CheckpointInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The largest classic TIFF file; larger ones are BigTIFF. Default 4 GiB.</summary>
    public long ClassicLimit { get; init; } = uint.MaxValue;

    /// <summary>What decides about pixels, as it is recorded in the result.</summary>
    public string Encoding => $"{Kind switch
    {
        ConversionKind.Lossless => "stored tiles copied, missing levels ",
        ConversionKind.DeepZoom => "DeepZoom tiles 254 + 1, ",
        _ => "",
    }}{(Kind == ConversionKind.DeepZoom ? "" : $"tiles {TileSize}, ")}JPEG quality {Quality}, {(IsSubsampled ? "4:2:0" : "4:4:4")}";
}
