using System.Diagnostics;

namespace TissueNet.Bench.Reading;

/// <summary>
/// The same work done by several contestants, in rounds: each round runs all of them one after the other, so that a machine whose speed drifts
/// slows them alike. Ratios are taken within rounds.
/// </summary>
/// <param name="Name">What is done.</param>
/// <param name="Megapixels">How much of it, in megapixels of stored tiles.</param>
/// <param name="Contestants">The first is what the others are compared with.</param>
internal sealed record Contest(string Name, double Megapixels, IReadOnlyList<Contestant> Contestants)
{
    /// <summary>Runs all rounds.</summary>
    public ContestResult Run(int rounds)
    {
        double[][] seconds = [.. Contestants.Select(_ => new double[rounds])];
        double[][] cpu = [.. Contestants.Select(_ => new double[rounds])];
        string[] notes = new string[Contestants.Count];
        for (int round = 0; round < rounds; round++)
        {
            for (int i = 0; i < Contestants.Count; i++)
            {
                Contestants[i].Prepare?.Invoke();
                GC.Collect();
                GC.WaitForPendingFinalizers();
                TimeSpan cpuBegun = Environment.CpuUsage.TotalTime;
                long begun = Stopwatch.GetTimestamp();
                Contestants[i].Run();
                seconds[i][round] = Stopwatch.GetElapsedTime(begun).TotalSeconds;
                cpu[i][round] = (Environment.CpuUsage.TotalTime - cpuBegun).TotalSeconds;
                notes[i] = Contestants[i].Notes?.Invoke() ?? "";
            }
        }

        return new ContestResult(
            Name,
            Megapixels,
            [
                .. Contestants.Select((c, i) =>
                    ContestRow.From(c.Name, Megapixels, seconds[i], seconds[0], notes[i]) with { CpuRatio = Math.Round(cpu[0].Min() / cpu[i].Min(), 3) }),
            ]);
    }
}
