using System.Text;

namespace TissueNet.Bench.Reading;

/// <summary>The rows of a contest.</summary>
internal sealed record ContestResult(string Name, double Megapixels, IReadOnlyList<ContestRow> Rows)
{
    /// <summary>As a Markdown table.</summary>
    public string ToMarkdown()
    {
        var text = new StringBuilder();
        text.AppendLine(FormattableString.Invariant($"### {Name} ({Megapixels:0} MP)")).AppendLine();
        text.AppendLine("| | MP/s, best | MP/s, median | ratio, best | ratio, median | ratio, processor time | |").AppendLine("|-|-:|-:|-:|-:|-:|-|");
        foreach (ContestRow row in Rows)
        {
            text.AppendLine(FormattableString.Invariant(
                $"| {row.Name} | {row.BestMegapixels:0} | {row.MedianMegapixels:0} | {row.BestRatio:0.00} | {row.MedianRatio:0.00} | {row.CpuRatio:0.00} | {row.Notes} |"));
        }

        return text.ToString();
    }
}
