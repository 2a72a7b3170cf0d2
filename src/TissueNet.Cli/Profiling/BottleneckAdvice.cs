using System.Globalization;
using TissueNet.Cli.Output;
using TissueNet.Stages;

namespace TissueNet.Cli.Profiling;

/// <summary>Names the stage that limits a run and says what to change. Reads counters only.</summary>
internal static class BottleneckAdvice
{
    // A stage whose calls are busy most of the time sets the pace of all others.
    private const double BusyEnough = 0.6;

    // Above this the machine itself is the limit: more calls at once only take turns.
    private const double CoresFull = 0.85;

    private const string Locality = "Set 'emit: locality' in prioritize_regions, so that each stored tile is decoded once.";

    // A stage that waits this much for room, while the next one starves, waits for pixel memory instead.
    private const double WaitsMuch = 0.3;

    /// <summary>The advice, one sentence or two.</summary>
    /// <param name="stages">Counters of the run's stages, in the order of the data.</param>
    /// <param name="seconds">Duration of the run.</param>
    /// <param name="cores">Cores of the machine.</param>
    /// <param name="cpuSeconds">Processor time that the process used meanwhile: a stage's busy time tells neither a call on two cores nor one that waits for a disk.</param>
    /// <param name="isScattered">Whether patches are read in the order of their priority, and not of the stored tiles.</param>
    /// <returns>The id of the bottleneck, null when no stage is one; and the advice.</returns>
    public static (string? Stage, string Sentence) For(IReadOnlyList<StageCounters> stages, double seconds, int cores, double cpuSeconds, bool isScattered = false)
    {
        if (stages.Count == 0 || seconds <= 0 || stages.All(stage => stage.BusySeconds <= 0))
        {
            return (null, "Nothing was processed, so nothing can be said: profile slides that have tissue.");
        }

        var shares = stages.Select(stage => StageShare.Of(stage, seconds)).ToList();
        StageCounters busiest = stages[shares.Index().MaxBy(stage => stage.Item.Busy).Index];
        double busy = shares.Max(stage => stage.Busy);
        double used = cpuSeconds / (seconds * cores);
        if (busy < BusyEnough)
        {
            return used >= CoresFull ? OnCores(stages, cores, used, isScattered) : OnWaiting(stages, shares, busy, busiest);
        }

        string fact = $"'{busiest.StageId}' sets the pace: its {Calls(busiest)} busy {Figures.Percent(busy)} of the time";
        return used >= CoresFull
            ? (busiest.StageId, $"{fact}, and {Cores(used, cores)} are in use. {Lighten(busiest, isScattered)}")
            : (busiest.StageId, $"{fact}, while only {Cores(used, cores)} are in use. {Widen(busiest, isScattered)}");
    }

    private static (string? Stage, string Sentence) OnCores(IReadOnlyList<StageCounters> stages, int cores, double used, bool isScattered)
    {
        StageCounters heaviest = stages.MaxBy(stage => stage.BusySeconds)!;
        double share = heaviest.BusySeconds / stages.Sum(stage => stage.BusySeconds);
        return (heaviest.StageId, $"The cores are the limit: {Cores(used, cores)} are in use, "
            + $"{Figures.Percent(share)} of the stages' time by '{heaviest.StageId}'. {Lighten(heaviest, isScattered)}");
    }

    private static (string? Stage, string Sentence) OnWaiting(
        IReadOnlyList<StageCounters> stages, List<StageShare> shares, double busy, StageCounters busiest)
    {
        for (int i = 0; i + 1 < stages.Count; i++)
        {
            if (shares[i].OutputWait >= WaitsMuch && shares[i + 1].QueueFill < 0.5)
            {
                return (shares[i].Id, $"'{shares[i].Id}' waits {Figures.Percent(shares[i].OutputWait)} of the time although the next stage has room: "
                    + "pixel memory is short. Raise run.memory, or lower 'batch' or 'buffer' downstream.");
            }
        }

        return (null, $"No stage sets the pace: the busiest, '{busiest.StageId}', works {Figures.Percent(busy)} of the time. "
            + "Raise run.open_slides so that one slide's opening and mask overlap with another's patches, and look at the storage's speed.");
    }

    private static string Lighten(StageCounters stage, bool isScattered) => stage.StageName switch
    {
        "onnx_inference" => "Infer fewer patches (prioritize_regions 'limit', a higher 'min_tissue'), use a lighter model, or an accelerator ('providers').",
        "read_patch" => (isScattered ? Locality + " " : "") + "Read fewer or coarser patches (a larger 'mpp', less overlap), or install libturbojpeg if 'tissuenet doctor' misses it.",
        _ => "Give it less to do by its options ('tissuenet stages " + stage.StageName + "'), or run on more cores.",
    };

    private static string Widen(StageCounters stage, bool isScattered) => stage.StageName == "onnx_inference"
        ? "Raise its 'batch', or its 'sessions' and 'threads', so that one call does more."
        : (isScattered && stage.StageName == "read_patch" ? Locality + " " : "") + string.Create(CultureInfo.InvariantCulture, $"Raise its 'parallel' from {stage.Parallel} to {stage.Parallel + 1} and profile again.");

    private static string Calls(StageCounters stage) => stage.Parallel == 1
        ? "one call is"
        : string.Create(CultureInfo.InvariantCulture, $"{stage.Parallel} calls are");

    private static string Cores(double used, int cores) =>
        string.Create(CultureInfo.InvariantCulture, $"{Math.Min(used, 1) * cores:0.0} of {cores} cores");
}
