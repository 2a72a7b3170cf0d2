using TissueNet.Stages;

namespace TissueNet.Pipelines.Graph;

/// <summary>One call's output: hands items to the node's consumers and notes how many and how long it waited.</summary>
internal abstract class Emitter(IDelivery target, object? input)
{
    private int emitted;
    private volatile bool closed;

    /// <summary>Items emitted so far.</summary>
    public int Emitted => Volatile.Read(ref emitted);

    /// <summary>Ends the call: a later emission is a defect in the stage, and is told so.</summary>
    public void Close() => closed = true;

    protected ValueTask SendAsync(IPayload item)
    {
        ArgumentNullException.ThrowIfNull(item);
        if (closed)
        {
            // The item is the engine's from the call on; an input is released by the engine anyway.
            if (!IsInput(item))
            {
                (item as LeasedPayload)?.Dispose();
            }

            throw new InvalidOperationException(
                $"Stage '{target.Id}' emitted after its call had returned. Await every EmitAsync inside ProcessAsync or EndSlideAsync.");
        }

        // The engine releases inputs after the call, so an input that is passed on needs a reference of its own.
        if (item is LeasedPayload leased && IsInput(item))
        {
            leased.Retain();
        }

        Interlocked.Increment(ref emitted);
        return target.DeliverAsync(item);
    }

    private bool IsInput(IPayload item) => input switch
    {
        null => false,
        IPayload single => ReferenceEquals(single, item),
        IReadOnlyList<IPayload> batch => batch.Any(i => ReferenceEquals(i, item)),
        _ => false,
    };
}

