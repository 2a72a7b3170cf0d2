using TissueNet.Stages;

namespace TissueNet.Tests.Pipelines.Fakes;

/// <summary>A stage that is only ever linted.</summary>
public abstract class FakeStage<TInput, TOutput> : IStage<TInput, TOutput>
    where TInput : class, IPayload
    where TOutput : class, IPayload
{
    public ValueTask ProcessAsync(TInput item, IStageOutput<TOutput> output, CancellationToken cancellation) =>
        throw new NotSupportedException("A fake stage is for linting.");
}
