using System.Collections.Concurrent;
using TissueNet.Stages;

namespace TissueNet.Hosting;

/// <summary>What a run knows of its slides while it lasts.</summary>
internal sealed class RunState(int slides, TimeProvider time)
{
    private readonly ConcurrentDictionary<int, SlideScope> inFlight = new();
    private readonly ConcurrentDictionary<int, SlideOutcome> outcomes = new();
    private readonly long started = time.GetTimestamp();
    private long donePatches;

    public DateTimeOffset Started { get; } = time.GetUtcNow();

    /// <summary>Outcomes so far, in the order of the input.</summary>
    public IReadOnlyList<SlideOutcome> Outcomes => [.. outcomes.OrderBy(o => o.Key).Select(o => o.Value)];

    /// <summary>Slides in flight, in the order of the input.</summary>
    public IReadOnlyList<SlideScope> InFlight => [.. inFlight.OrderBy(s => s.Key).Select(s => s.Value)];

    public void Begin(SlideScope scope) => inFlight[scope.Index] = scope;

    /// <summary>Claims the right to report a slide in flight; one caller gets it.</summary>
    public bool TryClaim(SlideScope scope)
    {
        if (!inFlight.TryRemove(scope.Index, out _))
        {
            return false;
        }

        Interlocked.Add(ref donePatches, scope.InferredPatches);
        return true;
    }

    public void End(SlideOutcome outcome) => outcomes[outcome.Scope.Index] = outcome;

    public RunProgress Snapshot()
    {
        IReadOnlyList<SlideScope> running = InFlight;
        IReadOnlyList<SlideOutcome> done = Outcomes;
        return new RunProgress
        {
            Slides = slides,
            Succeeded = done.Count(o => o.Status == SlideStatus.Succeeded),
            Failed = done.Count(o => o.Status == SlideStatus.Failed),
            Patches = Interlocked.Read(ref donePatches) + running.Sum(s => s.InferredPatches),
            Elapsed = time.GetElapsedTime(started),
            InFlight = [.. running.Select(s => (s.Name, s.ExpectedPatches, s.InferredPatches))],
        };
    }
}
