namespace TissueNet.Stages;

/// <summary>
/// Misbehaves on purpose, to try out what a pipeline does then: fails, drops, delays or hangs on items, and passes the others on.
/// Deterministic: which items it picks depends on the seed, the slide's name and the region's index alone.
/// </summary>
/// <typeparam name="T">Payload passed on.</typeparam>
internal abstract class FaultInjector<T>(FaultOptions options, StageContext context) : IStage<T, T>
    where T : class, IPatchPayload
{
    private long seen;

    /// <inheritdoc/>
    public async ValueTask ProcessAsync(T item, IStageOutput<T> output, CancellationToken cancellation)
    {
        long number = Interlocked.Increment(ref seen);
        double roll = Roll(item);
        if (options.Delay > TimeSpan.Zero)
        {
            await Task.Delay(options.Delay, context.Time, cancellation);
        }

        if (options.HangAfter is { } hang && number > hang)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, context.Time, cancellation);
        }

        if (number > options.ErrorAfter || roll < options.Error)
        {
            throw new StageException($"{context.Id} failed on purpose.", "Take the fault injection out of the pipeline.");
        }

        if (roll - options.Error >= options.Drop)
        {
            await output.EmitAsync(item, cancellation);
        }
    }

    private double Roll(T item)
    {
        // FNV-1a over what identifies the item: string.GetHashCode would differ from process to process.
        ulong hash = 14695981039346656037UL ^ (uint)options.Seed;
        foreach (char c in item.Scope.Name)
        {
            hash = (hash ^ c) * 1099511628211UL;
        }

        hash = (hash ^ (uint)item.Index) * 1099511628211UL;
        hash = (hash ^ (hash >> 32)) * 0x9E3779B97F4A7C15UL;
        return (hash >> 11) * (1.0 / (1UL << 53));
    }
}
