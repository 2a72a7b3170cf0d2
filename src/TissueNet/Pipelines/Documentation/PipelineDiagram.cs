using System.Globalization;
using System.Text;

namespace TissueNet.Pipelines.Documentation;

/// <summary>Draws a plan as text for Mermaid or Graphviz.</summary>
internal static class PipelineDiagram
{
    /// <summary>A Mermaid flowchart.</summary>
    public static string Mermaid(PipelinePlan plan)
    {
        var text = new StringBuilder("flowchart LR\n  slides([slides])\n");
        foreach ((StagePlan stage, int i) in plan.Stages.Select((s, i) => (s, i)))
        {
            text.Append(CultureInfo.InvariantCulture, $"  s{i}[\"{Label(stage, "<br/>")}\"]\n");
        }

        foreach ((ReportPlan report, int i) in plan.Reports.Select((r, i) => (r, i)))
        {
            text.Append(CultureInfo.InvariantCulture, $"  r{i}[/\"{report.Id}\"/]\n");
        }

        foreach ((string from, string to, string payload, bool isReport) in Links(plan))
        {
            text.Append(CultureInfo.InvariantCulture, $"  {from} {(isReport ? "-.->" : "-->")}|{payload}| {to}\n");
        }

        return text.ToString();
    }

    /// <summary>A Graphviz digraph.</summary>
    public static string Dot(PipelinePlan plan)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"digraph \"{Escape(plan.Name)}\" {{\n  rankdir=LR;\n  node [shape=box];\n  slides [shape=oval];\n");
        foreach ((StagePlan stage, int i) in plan.Stages.Select((s, i) => (s, i)))
        {
            text.Append(CultureInfo.InvariantCulture, $"  s{i} [label=\"{Label(stage, "\\n")}\"];\n");
        }

        foreach ((ReportPlan report, int i) in plan.Reports.Select((r, i) => (r, i)))
        {
            text.Append(CultureInfo.InvariantCulture, $"  r{i} [label=\"{report.Id}\", shape=note];\n");
        }

        foreach ((string from, string to, string payload, bool isReport) in Links(plan))
        {
            text.Append(CultureInfo.InvariantCulture, $"  {from} -> {to} [label=\"{payload}\"{(isReport ? ", style=dashed" : "")}];\n");
        }

        return text.Append("}\n").ToString();
    }

    private static IEnumerable<(string From, string To, string Payload, bool IsReport)> Links(PipelinePlan plan)
    {
        for (int i = 0; i < plan.Stages.Count; i++)
        {
            StagePlan stage = plan.Stages[i];
            if (stage.From.Count == 0)
            {
                yield return ("slides", $"s{i}", stage.Descriptor.Input.Name, false);
            }

            foreach (int from in stage.From)
            {
                yield return ($"s{from}", $"s{i}", plan.Stages[from].Descriptor.Output.Name, false);
            }
        }

        for (int i = 0; i < plan.Reports.Count; i++)
        {
            foreach (int from in plan.Reports[i].From)
            {
                yield return ($"s{from}", $"r{i}", plan.Stages[from].Descriptor.Output.Name, true);
            }
        }
    }

    private static string Label(StagePlan stage, string newLine)
    {
        string name = string.Equals(stage.Id, stage.Descriptor.Name, StringComparison.Ordinal) ? stage.Id : $"{stage.Id}: {stage.Descriptor.Name}";
        string batch = stage.Batch > 1 ? $"batch {stage.Batch}" : "";
        string parallel = stage.Parallel > 1 ? $"parallel {stage.Parallel}" : "";
        string settings = string.Join(", ", new[] { parallel, batch }.Where(s => s.Length > 0));
        return settings.Length == 0 ? name : name + newLine + settings;
    }

    private static string Escape(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
}
