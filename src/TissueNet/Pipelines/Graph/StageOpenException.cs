using TissueNet.Stages;

namespace TissueNet.Pipelines.Graph;

/// <summary>A stage or report could not be prepared: the environment is unusable, and no slide was touched.</summary>
internal sealed class StageOpenException(StageFailure failure) : Exception(failure.ToString(), failure.Exception)
{
    public StageFailure Failure { get; } = failure;
}
