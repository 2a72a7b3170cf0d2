using System.Globalization;
using System.Text;

namespace TissueNet.Pipelines.Documentation;

/// <summary>The reference of stages and reports as Markdown.</summary>
internal static class CatalogMarkdown
{
    /// <summary>The whole reference: the engine's keys, stages, reports.</summary>
    public static string Write(StageCatalog catalog)
    {
        var text = new StringBuilder("# Stages and reports\n\n## Keys of every stage\n\n");
        AppendOptions(text, OptionsDescriber.Describe(typeof(Configuration.StageSettings)));
        text.Append("\n## Keys of `run`\n\n");
        AppendOptions(text, OptionsDescriber.Describe(typeof(RunPlan)));
        text.Append("\n## Keys of `slides`\n\n");
        AppendOptions(text, OptionsDescriber.Describe(typeof(Configuration.SlidesSection)));
        foreach (StageDescriptor stage in catalog.Stages)
        {
            text.Append('\n').Append(Write(StageDocumentation.Of(stage)));
        }

        foreach (ReportDescriptor report in catalog.Reports)
        {
            text.Append('\n').Append(Write(ReportDocumentation.Of(report)));
        }

        return text.ToString();
    }

    /// <summary>One stage.</summary>
    public static string Write(StageDocumentation stage)
    {
        var text = new StringBuilder();
        string batch = stage.IsBatch ? ", in batches" : "";
        string limit = stage.MaxParallel is { } most ? string.Create(CultureInfo.InvariantCulture, $", at most {most}") : "";
        string buffer = stage.Buffer != StagePlan.DefaultBuffer ? string.Create(CultureInfo.InvariantCulture, $"; buffer {stage.Buffer}") : "";
        text.Append(CultureInfo.InvariantCulture, $"## `{stage.Name}`\n\n{stage.Description}\n\n");
        text.Append(CultureInfo.InvariantCulture, $"Takes {stage.Input}{batch}; gives {stage.Output}. Parallel {stage.Parallel}{limit}{buffer}.\n\n");
        AppendOptions(text, stage.Options);
        return text.Append(CultureInfo.InvariantCulture, $"\n```yaml\n- {stage.Example.ReplaceLineEndings("\n  ")}\n```\n").ToString();
    }

    /// <summary>One report.</summary>
    public static string Write(ReportDocumentation report)
    {
        var text = new StringBuilder();
        string input = report.Input is null ? "Told when a slide is done." : $"Receives {report.Input}.";
        text.Append(CultureInfo.InvariantCulture, $"## Report `{report.Name}`\n\n{report.Description}\n\n{input}\n\n");
        AppendOptions(text, report.Options);
        return text.ToString();
    }

    private static void AppendOptions(StringBuilder text, IReadOnlyList<OptionDescription> options)
    {
        if (options.Count == 0)
        {
            text.Append("No options.\n");
            return;
        }

        text.Append("| key | type | unit | range | default | description |\n|---|---|---|---|---|---|\n");
        foreach (OptionDescription option in options)
        {
            string range = option.Values.Count > 0 ? string.Join(", ", option.Values.Select(v => $"`{v}`")) : option.Range ?? "";
            string fallback = option.IsRequired ? "required" : option.Default is null ? "" : $"`{option.Default}`";
            string description = option.Description.Replace("|", "\\|", StringComparison.Ordinal);
            text.Append(CultureInfo.InvariantCulture, $"| `{option.Name}` | {option.Type} | {option.Unit} | {range} | {fallback} | {description} |\n");
        }
    }
}
