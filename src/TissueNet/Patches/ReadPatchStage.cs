using TissueNet.Regions;
using TissueNet.Stages;

namespace TissueNet.Patches;

/// <summary>
/// Reads the pixels of each region at the region's mpp, from the finest useful level of its slide, into leased memory. The centre
/// of pixel (i, j) lies at exactly (i + ½, j + ½) × mpp from the region's corner.
/// </summary>
/// <remarks>
/// The buffer is as long as the look ahead on slow storage: at 10,000 patches a second, a network drive's 20 ms are 200 patches, and rows of
/// patches have to overlap for their tiles to be read together.
/// </remarks>
[Stage("read_patch", Parallel = 2, Buffer = 1024, Example = "read_patch: {}")]
internal sealed class ReadPatchStage(StageContext context) : IStage<Region, Patch>, IAnticipates<Region>
{
    public void Anticipate(Region item) =>
        item.Slide.Prefetch(item.Level0X, item.Level0Y, item.Mpp, item.PatchPixels, item.PatchPixels);

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
