using Microsoft.Extensions.Logging;
using TissueNet.Stages;

namespace TissueNet.Pipelines.Graph;

/// <summary>Decides what failures do, by <c>run.on_error</c>.</summary>
/// <param name="policy">The policy.</param>
/// <param name="stop">The run's token source; cancelled when a failed slide stops the run.</param>
/// <param name="logger">Where failures are logged.</param>
internal sealed class FailurePolicy(ErrorPolicy policy, CancellationTokenSource stop, ILogger logger)
{
    private const int LoggedPerSlide = 5;
    private readonly TaskCompletionSource crash = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Signalled when the run is stopped.</summary>
    public CancellationToken RunStopped { get; } = stop.Token;

    /// <summary>Completes, faulted, when the engine itself has failed: its counts are then worthless and nothing may be waited for.</summary>
    public Task Crashed => crash.Task;

    /// <summary>Told of every slide that fails.</summary>
    public Action<SlideScope>? SlideFailed { get; set; }

    /// <summary>Ends the run after a defect of the engine.</summary>
    public void Crash(Exception exception)
    {
        logger.LogCritical(exception, "The engine failed; the run ends. Please report this.");
        crash.TrySetException(exception);
        stop.Cancel();
    }

    /// <summary>Handles an exception thrown while an item was processed.</summary>
    public void Report(string stage, IPayload item, Exception exception)
    {
        StageFailure failure = StageFailure.From(stage, exception, (item as IPatchPayload)?.Index);
        if (item is not IPatchPayload)
        {
            FailSlide(item.Scope, failure);
            return;
        }

        SlideScope scope = item.Scope;
        long failed = scope.CountFailed();
        var first = scope.State(this, () => new FirstFailure(failure));
        if (failed <= LoggedPerSlide)
        {
            logger.LogWarning("Slide {Slide}: {Failure}", scope.Name, failure.ToString());
        }

        if (policy.Patch == PatchErrorPolicy.Fail)
        {
            FailSlide(scope, failure);
        }
        else if (scope.ExpectedPatches > 0 && IsTooMany(failed, scope.ExpectedPatches))
        {
            FailSlide(scope, TooMany(failed, scope.ExpectedPatches, first));
        }
    }

    /// <summary>Fails a slide, and stops the run if the policy says so.</summary>
    public void FailSlide(SlideScope scope, StageFailure failure)
    {
        if (scope.Fail(failure))
        {
            SlideFailed?.Invoke(scope);
            logger.LogError(failure.Exception, "Slide {Slide} failed: {Failure}", scope.Name, failure.ToString());
            if (policy.Slide == SlideErrorPolicy.Stop)
            {
                stop.Cancel();
            }
        }
    }

    /// <summary>At a slide's end, when the number of its patches is known at last: whether too many failed.</summary>
    public void CheckAtEnd(SlideScope scope)
    {
        long failed = scope.FailedPatches;
        long all = Math.Max(scope.ExpectedPatches, failed + scope.InferredPatches);
        if (failed > 0 && !scope.IsPoisoned && IsTooMany(failed, all))
        {
            FailSlide(scope, TooMany(failed, all, scope.FindState<FirstFailure>(this)!));
        }
    }

    private static StageFailure TooMany(long failed, long all, FirstFailure first) => new(
        first.Failure.Stage,
        $"{failed} of {all} patches failed; the first one: {first.Failure}",
        "Mend the cause, or raise run.on_error.max_failed_patches.",
        null,
        first.Failure.Exception);

    private bool IsTooMany(long failed, long all) => failed > policy.MaxFailedPatches.Value * all;

    private sealed record FirstFailure(StageFailure Failure);
}
