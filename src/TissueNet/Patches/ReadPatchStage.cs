using TissueNet.Regions;
using TissueNet.Stages;

namespace TissueNet.Patches;

/// <summary>
/// Reads the pixels of each region at the region's mpp, from the finest useful level of its slide, into leased memory. The centre
/// of pixel (i, j) lies at exactly (i + ½, j + ½) × mpp from the region's corner.
/// </summary>
[Stage("read_patch", Parallel = 2, Example = "read_patch: {}")]
internal sealed class ReadPatchStage(StageContext context) : IStage<Region, Patch>
{
    public async ValueTask ProcessAsync(Region item, IStageOutput<Patch> output, CancellationToken cancellation)
    {
        PixelLease lease = await context.Pool.LeaseAsync((long)item.PatchPixels * item.PatchPixels * 3, cancellation);
        try
        {
            item.Slide.ReadAt(item.Level0X, item.Level0Y, item.Mpp, item.PatchPixels, item.PatchPixels, lease.GetSpan());
        }
        catch
        {
            lease.Dispose();
            throw;
        }

        await output.EmitAsync(new Patch(item, lease), cancellation);
    }
}
