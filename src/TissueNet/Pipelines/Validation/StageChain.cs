namespace TissueNet.Pipelines.Validation;

/// <summary>Finds stages that lead from one payload to another.</summary>
internal static class StageChain
{
    /// <summary>The shortest chain; null when there is none.</summary>
    /// <param name="catalog">Stages to choose from.</param>
    /// <param name="from">Payload given.</param>
    /// <param name="to">Payload wanted, another than the one given.</param>
    /// <param name="limit">The most stages.</param>
    public static IReadOnlyList<StageDescriptor>? Between(StageCatalog catalog, Type from, Type to, int limit = int.MaxValue)
    {
        var queue = new Queue<IReadOnlyList<StageDescriptor>>([[]]);
        var seen = new HashSet<Type> { from };
        while (queue.TryDequeue(out IReadOnlyList<StageDescriptor>? chain))
        {
            Type given = chain.Count == 0 ? from : chain[^1].Output;
            foreach (StageDescriptor next in catalog.Stages.Where(s => chain.Count < limit && s.Input.IsAssignableFrom(given)))
            {
                if (to.IsAssignableFrom(next.Output))
                {
                    return [.. chain, next];
                }

                if (seen.Add(next.Output))
                {
                    queue.Enqueue([.. chain, next]);
                }
            }
        }

        return null;
    }
}
