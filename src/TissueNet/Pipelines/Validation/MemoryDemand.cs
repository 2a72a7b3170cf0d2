using TissueNet.Stages;

namespace TissueNet.Pipelines.Validation;

/// <summary>
/// How much pixel memory a pipeline may need at once: if the pool covers it, no stage can wait for memory that only its own output
/// would free.
/// </summary>
internal static class MemoryDemand
{
    // A lease is an array, so no patch is larger; the limit keeps the sum from overflowing.
    private const long MaxPatchBytes = PixelPool.MaxLeaseBytes;

    /// <summary>The demand of each stage that holds pixels, with the figures it is made of.</summary>
    public static IReadOnlyList<(StageNode Stage, long Bytes, string Figures)> Of(IReadOnlyList<StageNode> order)
    {
        var demands = new List<(StageNode, long, string)>();
        foreach (StageNode stage in order.Where(s => s.Descriptor is not null))
        {
            long? patch = PatchBytes(stage);
            (long patches, string figures) = Patches(stage);
            long block = patch > 0 ? PixelPool.BlockBytes(Math.Min(patch.Value, MaxPatchBytes)) : 0;
            long bytes = patches * block;
            if (bytes > 0)
            {
                demands.Add((stage, bytes, $"{stage.Id}: {figures} of {new ByteSize(block)}"));
            }

            if (stage.Options is ILeaseHolder holder && holder.HeldBytes(patch, stage.Parallel, stage.Batch) is > 0 and long held)
            {
                demands.Add((stage, held, $"{stage.Id}: {Print(held)} held"));
            }
        }

        return demands;
    }

    /// <summary>An amount rounded up to whole MiB.</summary>
    public static string Print(long bytes) => new ByteSize((bytes + (1 << 20) - 1) >> 20 << 20).ToString();

    private static (long Patches, string Figures) Patches(StageNode stage)
    {
        StageDescriptor descriptor = stage.Descriptor!;
        bool takes = descriptor.Input.IsAssignableTo(typeof(LeasedPayload)), gives = descriptor.Output.IsAssignableTo(typeof(LeasedPayload));
        if (takes && descriptor.IsBatch)
        {
            // One batch in each call, one being put together, and the queue.
            long all = ((long)stage.Batch * (stage.Parallel + 1)) + stage.Buffer;
            return (all, $"batch {stage.Batch} × (parallel {stage.Parallel} + 1) + buffer {stage.Buffer} = {all} patches");
        }

        long count = (takes ? stage.Parallel + stage.Buffer : 0) + (gives ? stage.Parallel : 0);
        return (count, takes ? $"{count} patches in parallel {stage.Parallel} and buffer {stage.Buffer}" : $"parallel {stage.Parallel} = {count} patches");
    }

    // The largest of the nearest answers up each branch.
    private static long? PatchBytes(StageNode stage)
    {
        var seen = new HashSet<StageNode>();
        long? Search(StageNode at)
        {
            if (!seen.Add(at))
            {
                return null;
            }

            return at.Options is IPatchGeometry geometry ? geometry.PatchBytes : at.Inputs.Select(i => Search(i.Stage)).Max();
        }

        return Search(stage);
    }
}
