using System.Collections.Concurrent;

namespace TissueNet.Inference.Onnx;

/// <summary>
/// Chooses sessions × threads by running the model: many small models gain from batches side by side, few large ones from threads
/// within a batch, and no rule of thumb knows which. The choice is kept for the life of the process, so that a profile compares like
/// with like. It changes the speed only: ONNX Runtime splits work among threads along independent outputs.
/// </summary>
internal static class SessionTuner
{
    private const double TotalSeconds = 1.2;

    private const int Rounds = 4;

    // Fewer sessions need less memory, so a plan of more must be faster by more than the noise.
    private const double Gain = 1.05;

    private static readonly ConcurrentDictionary<(string Model, int Batch, string Candidates), SessionPlan> Chosen = new();

    /// <summary>The plans worth measuring.</summary>
    /// <param name="cores">Processors.</param>
    /// <param name="parallel">The most callers at once.</param>
    /// <param name="sessions">Sessions, if the user said so.</param>
    /// <param name="threads">Threads, if the user said so.</param>
    public static IReadOnlyList<SessionPlan> Candidates(int cores, int parallel, int? sessions, int? threads)
    {
        int most = Math.Min(parallel, cores);
        IEnumerable<int> counts = sessions is { } fixedSessions
            ? [Math.Min(fixedSessions, parallel)]
            : threads is { } each
                ? [Math.Clamp(cores / each, 1, parallel)]
                : Enumerable.Range(0, 31).Select(i => 1 << i).TakeWhile(n => n < most).Append(most);
        return [.. counts.Select(n => new SessionPlan(n, threads ?? Math.Max(1, cores / n))).Distinct()];
    }

    /// <summary>The fastest of the candidates.</summary>
    /// <param name="key">What the choice depends on: the model's hash and provider.</param>
    /// <param name="candidates">The plans, fewest sessions first; one or more.</param>
    /// <param name="batch">Patches per measured run.</param>
    /// <param name="open">Opens a plan; all are open at once, and run one at a time.</param>
    /// <param name="note">Takes a line on what was measured.</param>
    /// <param name="cancellation">Ends the measurement.</param>
    public static async Task<SessionPlan> ChooseAsync(
        string key, IReadOnlyList<SessionPlan> candidates, int batch, Func<SessionPlan, SessionPool> open, Action<string> note, CancellationToken cancellation)
    {
        if (candidates.Count == 1)
        {
            return candidates[0];
        }

        var known = (key, batch, string.Join(",", candidates));
        if (Chosen.TryGetValue(known, out SessionPlan plan))
        {
            return plan;
        }

        double[] rates = await MeasureAsync(candidates, batch, open, cancellation);
        int best = 0;
        for (int i = 1; i < rates.Length; i++)
        {
            best = rates[i] > rates[best] * Gain ? i : best;
        }

        note($"sessions × threads by measurement (patches/s): {string.Join(", ", candidates.Zip(rates, (c, r) => $"{c} {r:F0}"))}; chosen {candidates[best]}.");
        return Chosen.GetOrAdd(known, candidates[best]);
    }

    // The candidates take turns and each one's best turn counts, so that a burst of other work does not decide.
    private static async Task<double[]> MeasureAsync(
        IReadOnlyList<SessionPlan> candidates, int batch, Func<SessionPlan, SessionPool> open, CancellationToken cancellation)
    {
        // The real clock, whatever clock the run has: this measures the machine.
        TimeProvider clock = TimeProvider.System;
        double[] rates = new double[candidates.Count];
        var pools = new List<SessionPool>();
        try
        {
            foreach (SessionPlan candidate in candidates)
            {
                pools.Add(open(candidate));
            }

            foreach (OnnxRunner runner in pools.SelectMany(p => p.Runners))
            {
                runner.LoadProbe();
            }

            long start = clock.GetTimestamp();
            var slice = TimeSpan.FromSeconds(TotalSeconds / (Rounds * candidates.Count));
            for (int round = 0; round < Rounds && (round == 0 || clock.GetElapsedTime(start).TotalSeconds < TotalSeconds); round++)
            {
                for (int i = 0; i < pools.Count; i++)
                {
                    rates[i] = Math.Max(rates[i], await RateAsync(pools[i], batch, slice, clock, cancellation));
                }
            }
        }
        finally
        {
            pools.ForEach(p => p.Dispose());
        }

        return rates;
    }

    private static async Task<double> RateAsync(SessionPool pool, int batch, TimeSpan slice, TimeProvider clock, CancellationToken cancellation)
    {
        long start = clock.GetTimestamp();
        long patches = 0;
        await Task.WhenAll(pool.Runners.Select(runner => Task.Run(
            () =>
            {
                do
                {
                    runner.Run(batch);
                    Interlocked.Add(ref patches, batch);
                }
                while (clock.GetElapsedTime(start) < slice && !cancellation.IsCancellationRequested);
            },
            cancellation)));
        return patches / clock.GetElapsedTime(start).TotalSeconds;
    }
}
