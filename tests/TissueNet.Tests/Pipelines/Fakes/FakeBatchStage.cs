using TissueNet.Stages;

namespace TissueNet.Tests.Pipelines.Fakes;

/// <summary>A batch stage that is only ever linted.</summary>
public abstract class FakeBatchStage<TInput, TOutput> : IBatchStage<TInput, TOutput>
    where TInput : class, IPayload
    where TOutput : class, IPayload
{
    public ValueTask ProcessAsync(IReadOnlyList<TInput> batch, IStageOutput<TOutput> output, CancellationToken cancellation) =>
        throw new NotSupportedException("A fake stage is for linting.");
}
