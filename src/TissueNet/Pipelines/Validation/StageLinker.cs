using TissueNet.Pipelines.Configuration;
using TissueNet.Stages;

namespace TissueNet.Pipelines.Validation;

/// <summary>Links stages: by <c>from:</c>, or each to the one before it; finds cycles and the order of the graph.</summary>
/// <param name="diagnostics">Receives what is wrong.</param>
internal sealed class StageLinker(DiagnosticBag diagnostics)
{
    /// <summary>Links the stages of a file.</summary>
    public void Link(IReadOnlyList<StageNode> stages)
    {
        for (int i = 0; i < stages.Count; i++)
        {
            StageNode stage = stages[i];
            if (stage.Settings.From is not null)
            {
                LinkExplicitly(stage, stages);
            }
            else if (stage.Setting(StageSettings.FromKey)?.Value is null or { IsNull: true })
            {
                LinkToPrevious(stage, i == 0 ? null : stages[i - 1]);
            }
        }
    }

    /// <summary>The stages, each after its inputs, otherwise in the order of the file; null, with a diagnostic, when they form a cycle.</summary>
    public IReadOnlyList<StageNode>? Sort(IReadOnlyList<StageNode> stages)
    {
        var sorted = new List<StageNode>();
        var left = new List<StageNode>(stages);
        while (left.Find(s => s.Inputs.TrueForAll(i => sorted.Contains(i.Stage))) is { } next)
        {
            sorted.Add(next);
            left.Remove(next);
        }

        if (left.Count == 0)
        {
            return sorted;
        }

        ReportCycle(left, stages);
        return null;
    }

    /// <summary>The places where inputs are named.</summary>
    public static IReadOnlyList<ConfigScalar> Names(ConfigEntry? from) => from?.Value switch
    {
        ConfigScalar one => [one],
        ConfigList many => [.. many.Items.OfType<ConfigScalar>()],
        _ => [],
    };

    private void LinkExplicitly(StageNode stage, IReadOnlyList<StageNode> stages)
    {
        ConfigEntry from = stage.Setting(StageSettings.FromKey)!;
        IReadOnlyList<ConfigScalar> names = Names(from);
        if (names.Count == 0)
        {
            diagnostics.Error(from.Value.Position, DiagnosticCodes.WrongType, $"'from' of stage '{stage.Id}' is empty; expected ids of stages, or {StageIds.Slides} for the slides' files.");
        }

        foreach (ConfigScalar name in names.DistinctBy(n => n.Text, StringComparer.Ordinal))
        {
            if (string.Equals(name.Text, StageIds.Slides, StringComparison.Ordinal))
            {
                stage.ReadsSlidesAt = name.Position;
            }
            else if (string.Equals(name.Text, stage.Id, StringComparison.Ordinal))
            {
                diagnostics.Error(name.Position, DiagnosticCodes.SelfReference, $"Stage '{stage.Id}' cannot read from itself; name another stage.");
            }
            else if (stages.FirstOrDefault(s => string.Equals(s.Id, name.Text, StringComparison.Ordinal)) is { } input)
            {
                stage.Inputs.Add((input, name.Position));
            }
            else
            {
                string[] ids = [.. stages.Where(s => s != stage).Select(s => s.Id), StageIds.Slides];
                diagnostics.Error(
                    name.Position, DiagnosticCodes.UnknownId, $"There is no stage with the id '{name.Text}'; expected {string.Join(", ", ids)}.",
                    Spelling.Nearest(name.Text, ids));
            }
        }

        CheckSlidesStandAlone(stage);
    }

    private void CheckSlidesStandAlone(StageNode stage)
    {
        if (stage is { ReadsSlidesAt: { } at, Inputs.Count: > 0 })
        {
            diagnostics.Error(at, DiagnosticCodes.PayloadMismatch, $"Stage '{stage.Id}' cannot read the slides' files and other stages' results at once; keep '{StageIds.Slides}' or the other ids.");
        }
    }

    private static void LinkToPrevious(StageNode stage, StageNode? previous)
    {
        if (previous is null)
        {
            stage.ReadsSlidesAt = stage.Config.Position;
        }
        else
        {
            stage.Inputs.Add((previous, stage.Config.Position));
        }
    }

    private void ReportCycle(List<StageNode> left, IReadOnlyList<StageNode> stages)
    {
        // Whoever is left has an input that is left as well, so walking back along inputs must come round.
        var walk = new List<StageNode>();
        StageNode at = left[0];
        while (!walk.Contains(at))
        {
            walk.Add(at);
            at = at.Inputs.First(i => left.Contains(i.Stage)).Stage;
        }

        List<StageNode> cycle = walk[walk.IndexOf(at)..];
        cycle.Reverse();
        int Index(StageNode s) => stages.ToList().IndexOf(s);

        // Chaining only leads down the file, so some link of the cycle leads up it; that is the one to look at.
        (StageNode reader, SourcePosition place) = cycle
            .SelectMany(reader => reader.Inputs.Where(i => cycle.Contains(i.Stage) && Index(i.Stage) > Index(reader)).Select(i => (reader, i.At)))
            .First();
        int start = cycle.IndexOf(reader);
        IEnumerable<string> ids = [.. cycle[start..].Select(s => s.Id), .. cycle[..start].Select(s => s.Id), reader.Id];
        diagnostics.Error(
            place, DiagnosticCodes.Cycle, $"These stages wait for one another: {string.Join(" → ", ids)}; let one of them read from an earlier stage.");
    }
}
