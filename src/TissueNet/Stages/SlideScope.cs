using System.Collections.Concurrent;

namespace TissueNet.Stages;

/// <summary>
/// One slide on its way through the graph: its identity, its fate, and what belongs to it. Every payload carries the scope of its
/// slide. It ends when the last stage has ended for the slide; what it owns is disposed then.
/// </summary>
public sealed class SlideScope : IDisposable
{
    private readonly CancellationTokenSource cancellation;
    private readonly ConcurrentDictionary<object, Lazy<object>> state = new(ReferenceEqualityComparer.Instance);
    private readonly ConcurrentQueue<(string Stage, ISlidePayload Payload)> results = new();
    private readonly ConcurrentStack<IDisposable> owned = new();
    private readonly SlideWarnings warnings = new();
    private StageFailure? failure;
    private int disposed;
    private long expected;
    private long inferred;
    private long failed;

    /// <summary>Makes a scope.</summary>
    /// <param name="index">Position of the slide in the run's input, 0 or more.</param>
    /// <param name="name">Name for output files; unique in the run.</param>
    /// <param name="path">Path of the slide's file.</param>
    /// <param name="run">Signalled when the run is stopped.</param>
    public SlideScope(int index, string name, string path, CancellationToken run = default)
    {
        Index = index;
        Name = name;
        Path = path;
        cancellation = CancellationTokenSource.CreateLinkedTokenSource(run);
        Cancellation = cancellation.Token;
    }

    /// <summary>Position of the slide in the run's input, 0 or more.</summary>
    public int Index { get; }

    /// <summary>Name for output files, without extension; unique in the run.</summary>
    public string Name { get; }

    /// <summary>Path of the slide's file, as given.</summary>
    public string Path { get; }

    /// <summary>Signalled when the slide has failed or the run is stopped.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>Whether the slide has failed or the run is stopped: its items are then discarded instead of processed.</summary>
    public bool IsPoisoned => Cancellation.IsCancellationRequested;

    /// <summary>Why the slide failed; null while it has not.</summary>
    public StageFailure? Failure => Volatile.Read(ref failure);

    /// <summary>Patches that the slide will have, as far as known; 0 until a stage has said so.</summary>
    public long ExpectedPatches => Interlocked.Read(ref expected);

    /// <summary>Patches inferred so far.</summary>
    public long InferredPatches => Interlocked.Read(ref inferred);

    /// <summary>Patches that failed so far.</summary>
    public long FailedPatches => Interlocked.Read(ref failed);

    /// <summary>What stages noted about the slide without failing it, each text once, in the order of the alphabet; 17 at most.</summary>
    public IReadOnlyList<string> Warnings => warnings.All;

    /// <summary>The engine's counters for this slide.</summary>
    internal object? Flow { get; set; }

    /// <summary>Fails the slide: the first failure is kept, and the slide's remaining items are discarded.</summary>
    /// <param name="reason">Why.</param>
    /// <returns>Whether this was the first failure.</returns>
    public bool Fail(StageFailure reason)
    {
        if (Interlocked.CompareExchange(ref failure, reason, null) is not null)
        {
            return false;
        }

        if (Volatile.Read(ref disposed) == 0)
        {
            cancellation.Cancel();
        }

        return true;
    }

    /// <summary>
    /// Notes something that the user should know about the slide although it succeeds: it stands in the column <c>warning</c> of
    /// <c>slides.csv</c>. Any thread may call it; the same text counts once.
    /// </summary>
    /// <param name="text">One short sentence without its full stop; what is beyond 400 characters is cut off.</param>
    public void Warn(string text) => warnings.Add(text);

    /// <summary>Says how many patches the slide will have; a later call replaces an earlier one.</summary>
    /// <param name="patches">0 or more.</param>
    public void ExpectPatches(long patches) => Interlocked.Exchange(ref expected, patches);

    /// <summary>Counts patches as inferred; for stages that run models.</summary>
    /// <param name="patches">How many.</param>
    public void CountInferred(int patches = 1) => Interlocked.Add(ref inferred, patches);

    /// <summary>Counts a patch as failed.</summary>
    /// <returns>How many have failed now.</returns>
    internal long CountFailed() => Interlocked.Increment(ref failed);

    /// <summary>State that a stage or report keeps for this slide; made at first use. It is gone, and disposed if disposable, with the slide.</summary>
    /// <typeparam name="T">Type of the state; guard it if the stage runs in parallel.</typeparam>
    /// <param name="owner">Whose state: the stage itself.</param>
    /// <param name="create">Makes the state.</param>
    public T State<T>(object owner, Func<T> create)
        where T : class
    {
        // Lazy, since GetOrAdd may run two factories at once and would leak the loser's resources.
        return (T)state.GetOrAdd(owner, _ => new Lazy<object>(create)).Value;
    }

    /// <summary>The state that <paramref name="owner"/> keeps for this slide, or null when it has none.</summary>
    /// <typeparam name="T">Type of the state.</typeparam>
    /// <param name="owner">Whose state.</param>
    public T? FindState<T>(object owner)
        where T : class => state.TryGetValue(owner, out Lazy<object>? lazy) ? (T)lazy.Value : null;

    /// <summary>Forgets, and disposes, the state that <paramref name="owner"/> keeps: for a benchmark that repeats a slide's end.</summary>
    internal void DropState(object owner)
    {
        if (state.TryRemove(owner, out Lazy<object>? dropped))
        {
            (dropped.Value as IDisposable)?.Dispose();
        }
    }

    /// <summary>Hands a resource to the slide; it is disposed when the slide ends, last one first.</summary>
    /// <param name="resource">The resource.</param>
    public void Own(IDisposable resource) => owned.Push(resource);

    /// <summary>The last payload of a type that a stage made for this slide, or null.</summary>
    /// <typeparam name="T">Payload type.</typeparam>
    public T? Result<T>()
        where T : class, ISlidePayload => Results<T>().Select(r => r.Payload).LastOrDefault();

    /// <summary>All payloads of a type that stages made for this slide, with the stage's id.</summary>
    /// <typeparam name="T">Payload type.</typeparam>
    public IEnumerable<(string Stage, T Payload)> Results<T>()
        where T : class, ISlidePayload
    {
        foreach ((string stage, ISlidePayload payload) in results)
        {
            if (payload is T found)
            {
                yield return (stage, found);
            }
        }
    }

    /// <summary>Keeps a payload for reports. The engine does this for every <see cref="ISlidePayload"/> emitted.</summary>
    /// <param name="stage">Id of the stage that made it.</param>
    /// <param name="payload">The payload.</param>
    public void Keep(string stage, ISlidePayload payload) => results.Enqueue((stage, payload));

    /// <summary>Disposes what the slide owns, all of it even if some fails. Called once by the engine when the slide is done.</summary>
    /// <exception cref="AggregateException">Something could not be disposed.</exception>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref disposed, 1) != 0)
        {
            return;
        }

        List<Exception> failures = [];
        while (owned.TryPop(out IDisposable? resource))
        {
            Close(resource, failures);
        }

        foreach (Lazy<object> value in state.Values.Where(v => v.IsValueCreated))
        {
            Close(value.Value as IDisposable, failures);
        }

        state.Clear();
        results.Clear();
        cancellation.Dispose();
        if (failures.Count > 0)
        {
            throw new AggregateException($"Resources of slide '{Name}' could not be closed.", failures);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static void Close(IDisposable? resource, List<Exception> failures)
    {
        try
        {
            resource?.Dispose();
        }
        catch (Exception exception)
        {
            failures.Add(exception);
        }
    }
}
