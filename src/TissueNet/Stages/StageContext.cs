namespace TissueNet.Stages;

/// <summary>What the engine gives a stage or report at construction; take it as a constructor parameter where needed.</summary>
public sealed record StageContext
{
    /// <summary>The stage's id in the pipeline.</summary>
    public required string Id { get; init; }

    /// <summary>Leases memory for pixels, within the run's byte budget.</summary>
    public required IPixelPool Pool { get; init; }

    /// <summary>Folder of the pipeline file; relative paths in options are resolved against it already.</summary>
    public required string BaseDirectory { get; init; }

    /// <summary>Folder for outputs.</summary>
    public required string OutputDirectory { get; init; }

    /// <summary>Calls of the stage that run at once at most.</summary>
    public int Parallel { get; init; } = 1;

    /// <summary>Items per batch at most; 1 for stages that take single items.</summary>
    public int Batch { get; init; } = 1;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Notes time that a call spent waiting, from a timestamp of <see cref="Time"/> until now.</summary>
    internal Action<long>? Waited { get; init; }

    /// <summary>Notes stored tiles of a slide that is done: decoded, and touched.</summary>
    internal Action<long, long>? CountedTiles { get; init; }

    /// <summary>Awaits something that another call of the stage holds, so that the wait does not count as the stage's work.</summary>
    internal ValueTask<T> WaitAsync<T>(ValueTask<T> wait)
    {
        return wait.IsCompleted || Waited is null ? wait : new(NoteAsync());

        async Task<T> NoteAsync()
        {
            long since = Time.GetTimestamp();
            try
            {
                return await wait;
            }
            finally
            {
                Waited(since);
            }
        }
    }
}
