using System.Runtime.InteropServices;
using TissueNet.Hosting;

namespace TissueNet.Cli;

/// <summary>
/// Turns SIGINT and SIGTERM into a clean stop: the first one during a run asks it to drain, the second one, and any outside a
/// run, ends the process at once.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly Action<int> exit;
    private readonly List<PosixSignalRegistration> registrations = [];
    private Action? announce;
    private int signals;

    /// <summary>Makes one that listens to nothing yet.</summary>
    /// <param name="exit">Ends the process with an exit code.</param>
    public Interruption(Action<int> exit) => this.exit = exit;

    /// <summary>Cancelled by the first signal during a run.</summary>
    public CancellationToken Stop => stop.Token;

    /// <summary>Whether a signal came.</summary>
    public bool IsRequested => Volatile.Read(ref signals) > 0;

    /// <summary>Listens to the process's signals.</summary>
    public void Listen()
    {
        foreach (PosixSignal signal in (ReadOnlySpan<PosixSignal>)[PosixSignal.SIGINT, PosixSignal.SIGTERM])
        {
            registrations.Add(PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                Signal();
            }));
        }
    }

    /// <summary>Says that there is something to drain from now on.</summary>
    /// <param name="stopping">Tells the user that the stop has begun.</param>
    public void BeginRun(Action stopping) => Volatile.Write(ref announce, stopping);

    /// <summary>Says that there is nothing to drain any more.</summary>
    public void EndRun() => Volatile.Write(ref announce, null);

    /// <inheritdoc/>
    public void Dispose()
    {
        registrations.ForEach(registration => registration.Dispose());
        stop.Dispose();
    }

    /// <summary>What a signal does.</summary>
    internal void Signal()
    {
        int count = Interlocked.Increment(ref signals);
        if (count > 1 || Volatile.Read(ref announce) is not { } stopping)
        {
            exit(RunExitCodes.Interrupted);
            return;
        }

        // The stop comes first: the notice takes as long as whoever reads it.
        stop.Cancel();
        try
        {
            stopping();
        }
        catch (IOException)
        {
            // Nobody reads notices any more; the stop, which they announce, has begun.
        }
    }
}
