using TissueNet.Stages;

namespace TissueNet.Pipelines.Graph;

/// <summary>Calls a stage or report whose payload types are known at run time only.</summary>
internal abstract class StageInvoker
{
    /// <summary>Whether it does its work at a slide's end, so that an item without output was taken in, not filtered.</summary>
    public abstract bool IsCollector { get; }

    /// <summary>Whether it wants to know of items that enter its buffer.</summary>
    public virtual bool Anticipates => false;

    /// <summary>Tells it of an item that is about to enter its buffer.</summary>
    public virtual void Anticipate(IPayload item)
    {
    }

    public abstract Emitter CreateEmitter(IDelivery node, object? input);

    /// <summary>Processes one item (a batch stage: a batch of one).</summary>
    public abstract ValueTask ProcessAsync(IPayload item, Emitter output, CancellationToken cancellation);

    /// <summary>Processes a batch; for batch stages only.</summary>
    public abstract ValueTask ProcessBatchAsync(IReadOnlyList<IPayload> items, Emitter output, CancellationToken cancellation);

    public abstract ValueTask EndSlideAsync(SlideScope scope, Emitter output, CancellationToken cancellation);

    /// <summary>Makes the invoker for a stage.</summary>
    public static StageInvoker For(IStage stage, StageDescriptor descriptor)
    {
        Type type = descriptor.IsBatch ? typeof(BatchStageInvoker<,>) : typeof(StageInvoker<,>);
        return (StageInvoker)Activator.CreateInstance(type.MakeGenericType(descriptor.Input, descriptor.Output), stage)!;
    }

    /// <summary>Makes the invoker for a report that receives items.</summary>
    public static StageInvoker For(IReport report, Type input) =>
        (StageInvoker)Activator.CreateInstance(typeof(ReportInvoker<>).MakeGenericType(input), report)!;

    /// <summary>Whether a class brings an EndSlideAsync of its own instead of the contract's empty one.</summary>
    protected static bool HasEndSlide(Type stage, Type contract) =>
        stage.GetInterfaceMap(contract) is var map
        && map.InterfaceMethods.Zip(map.TargetMethods).Any(m => m.First.Name == "EndSlideAsync" && m.Second?.DeclaringType != contract);
}
