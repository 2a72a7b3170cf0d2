namespace TissueNet.Slides.Jpeg;

/// <summary>Encodes RGB as baseline JPEG (JFIF, YCbCr). Thread-safe.</summary>
internal interface IJpegEncoder
{
    /// <summary>Which library does it. Encoders of one description make the same bytes of the same pixels.</summary>
    string Description { get; }

    /// <summary>The most bytes that an image can take.</summary>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="isSubsampled">Whether colour is stored at half the resolution both ways (4:2:0).</param>
    int MaxBytes(int width, int height, bool isSubsampled);

    /// <summary>Encodes an image.</summary>
    /// <param name="rgb">Rows without gaps.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="quality">1–100.</param>
    /// <param name="isSubsampled">Whether colour is stored at half the resolution both ways (4:2:0).</param>
    /// <param name="stream">Receives the stream; at least <see cref="MaxBytes"/> long.</param>
    /// <returns>Bytes written.</returns>
    /// <exception cref="InvalidOperationException">The library refuses.</exception>
    int Encode(ReadOnlySpan<byte> rgb, int width, int height, int quality, bool isSubsampled, Span<byte> stream);
}
