namespace TissueNet.Slides.Tiff.Decoding;

/// <summary>A tile that decoded to a single colour.</summary>
/// <param name="Stored">Its stored bytes.</param>
/// <param name="Rows">Rows that it had, before shrinking.</param>
/// <param name="Shrink">How it was shrunk.</param>
/// <param name="Color">0xRRGGBB.</param>
internal sealed record BlankTile(byte[] Stored, int Rows, int Shrink, int Color)
{
    /// <summary>Whether decoding these bytes so would give this tile again.</summary>
    public bool IsFor(ReadOnlySpan<byte> stored, int rows, int shrink) =>
        Rows == rows && Shrink == shrink && stored.SequenceEqual(Stored);
}
