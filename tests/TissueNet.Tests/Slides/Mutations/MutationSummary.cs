using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace TissueNet.Tests.Slides.Mutations;

/// <summary>Sums up what came of many mutations.</summary>
internal sealed partial class MutationSummary
{
    private readonly List<MutationOutcome> outcomes = [];

    public IReadOnlyList<MutationOutcome> Outcomes => outcomes;

    public List<string> Wrong { get; } = [];

    /// <summary>The most that a process held above what it held before its first mutation.</summary>
    public long PeakAboveIdle { get; private set; }

    /// <summary>Adds a process's report.</summary>
    /// <returns>The seed that it did not come back from; null when it finished.</returns>
    public int? Add(string report)
    {
        long idle = 0;
        int? open = null;
        foreach (string line in File.ReadLines(report))
        {
            string[] cells = line.Split('\t');
            switch (cells[0])
            {
                case MutationChunk.Idle:
                    idle = long.Parse(cells[1], CultureInfo.InvariantCulture);
                    break;
                case MutationChunk.Began:
                    open = int.Parse(cells[1], CultureInfo.InvariantCulture);
                    break;
                case MutationChunk.Done:
                    return null;
                default:
                    Add(MutationOutcome.Parse(line), idle);
                    break;
            }
        }

        return open ?? throw new InvalidDataException("The process ended before its first mutation.");
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        MutationOutcome slowest = outcomes.MaxBy(o => o.Milliseconds)!, largest = outcomes.MaxBy(o => o.PeakBytes)!;
        Line(text, $"{outcomes.Count:N0} mutations; {Wrong.Count} wrong (crash, hang, another exception, out of bounds)");
        double usual = outcomes.Select(o => o.Milliseconds).Order().ElementAt(outcomes.Count * 999 / 1000);
        Line(text, $"slowest {slowest.Milliseconds:N0} ms (seed {slowest.Seed}, {slowest.Subject}); 99.9 % within {usual:N0} ms");
        Line(text, $"peak resident memory {PeakAboveIdle >> 20} MB above idle (highest: seed {largest.Seed}, {largest.Subject})");
        Table(text, "slide", outcomes.GroupBy(o => o.Subject));
        Table(text, "damage", outcomes.GroupBy(o => o.Kind));
        text.Append("\n| messages, digits as # | times |\n|-|-:|\n");
        foreach (IGrouping<string, MutationOutcome> shape in outcomes
            .Where(o => o.Note.Length > 0).GroupBy(o => Digits().Replace(o.Note, "#")).OrderByDescending(g => g.Count()).Take(200))
        {
            Line(text, $"| {shape.Key.Replace('|', '/')} | {shape.Count():N0} |");
        }

        return text.ToString();
    }

    private void Add(MutationOutcome outcome, long idle)
    {
        outcomes.Add(outcome);
        PeakAboveIdle = Math.Max(PeakAboveIdle, outcome.PeakBytes - idle);
        if (outcome.Result == MutationOutcome.Wrong)
        {
            Wrong.Add(outcome.ToString());
        }
    }

    private static void Table(StringBuilder text, string head, IEnumerable<IGrouping<string, MutationOutcome>> groups)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n| {head} | cases | image | some regions fail | clean error | wrong |\n|-|-:|-:|-:|-:|-:|\n");
        foreach (IGrouping<string, MutationOutcome> group in groups.OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            Line(text, $"| {group.Key} | {group.Count():N0} | {Of(group, "image"):N0} | {Of(group, "partial"):N0} | {Of(group, "error"):N0} | {Of(group, MutationOutcome.Wrong):N0} |");
        }
    }

    private static int Of(IEnumerable<MutationOutcome> outcomes, string result) => outcomes.Count(o => o.Result == result);

    private static void Line(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');

    [GeneratedRegex("[0-9]+", RegexOptions.NonBacktracking)]
    private static partial Regex Digits();
}
