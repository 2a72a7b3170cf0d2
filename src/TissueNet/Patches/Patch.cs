using TissueNet.Regions;
using TissueNet.Stages;

namespace TissueNet.Patches;

/// <summary>The pixels of a region at its mpp: RGB bytes, rows without gaps, in leased memory.</summary>
/// <param name="region">The region.</param>
/// <param name="lease">Memory of at least width × height × 3 bytes; the patch owns it from now on.</param>
public sealed class Patch(Region region, PixelLease lease) : LeasedPayload, IPatchPayload
{
    /// <inheritdoc/>
    public override SlideScope Scope => Region.Scope;

    /// <summary>The region.</summary>
    public Region Region { get; } = region;

    /// <inheritdoc/>
    public int Index => Region.Index;

    /// <summary>Pixels across.</summary>
    public int Width => Region.PatchPixels;

    /// <summary>Pixels down.</summary>
    public int Height => Region.PatchPixels;

    /// <summary>The pixels, height × width × 3 bytes, RGB.</summary>
    public ReadOnlySpan<byte> Rgb => lease.GetSpan()[..(Width * Height * 3)];

    /// <inheritdoc/>
    public override long LeasedBytes => lease.Length;

    /// <inheritdoc/>
    protected override void Release() => lease.Dispose();
}
