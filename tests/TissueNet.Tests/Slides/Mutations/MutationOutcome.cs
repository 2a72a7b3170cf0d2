using System.Globalization;

namespace TissueNet.Tests.Slides.Mutations;

/// <summary>How reading a damaged slide ended.</summary>
/// <param name="Seed">Which one.</param>
/// <param name="Subject">The slide.</param>
/// <param name="Kind">Kind of damage.</param>
/// <param name="Result"><c>image</c>, <c>partial</c> (some regions failed), <c>error</c> (not opened), or <c>WRONG</c>.</param>
/// <param name="Milliseconds">Time taken.</param>
/// <param name="PeakBytes">The most that was resident meanwhile.</param>
/// <param name="Note">The message, or what is wrong; one line.</param>
internal sealed record MutationOutcome(int Seed, string Subject, string Kind, string Result, double Milliseconds, long PeakBytes, string Note)
{
    public const string Wrong = "WRONG";

    public static MutationOutcome Parse(string line)
    {
        string[] cells = line.Split('\t');
        return new MutationOutcome(
            int.Parse(cells[0], CultureInfo.InvariantCulture), cells[1], cells[2], cells[3],
            double.Parse(cells[4], CultureInfo.InvariantCulture), long.Parse(cells[5], CultureInfo.InvariantCulture), cells[6]);
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Seed}\t{Subject}\t{Kind}\t{Result}\t{Milliseconds:0.0}\t{PeakBytes}\t{Note.ReplaceLineEndings(" ").Replace('\t', ' ')}");
}
