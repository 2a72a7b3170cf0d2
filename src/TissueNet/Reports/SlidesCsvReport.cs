using TissueNet.Stages;

namespace TissueNet.Reports;

/// <summary>
/// Writes <c>slides.csv</c>: a row per slide with its fate and result. The file is replaced whole as slides end, so that a run
/// that is killed leaves a true table of what was done.
/// </summary>
/// <remarks>
/// Columns <c>slide,path,status,error,width,height,mpp,tissue_mm2,regions,patches,patches_failed,seconds,warning,label,prob_CLASS…</c>;
/// rows in the order of the input. <c>warning</c> says what stages noted about the slide, such as a resolution that the file does not
/// state, joined by <c>; </c>. Where several stages predict, the first by id has the plain columns, each other one
/// <c>ID.label</c> and <c>ID.prob_CLASS</c>. Probabilities have six decimals. Slides that did not succeed have no result.
/// </remarks>
[Report("slides_csv", IsSummary = true)]
internal sealed class SlidesCsvReport(StageContext context) : IReport
{
    // A flood of slides that fail at once must not spend its time on rewriting a growing table.
    private const double LargestTimeShare = 0.05;

    private readonly OutputLayout layout = new(context.OutputDirectory);
    private readonly SortedDictionary<int, SlideRow> rows = [];
    private readonly long opened = context.Time.GetTimestamp();
    private TimeSpan spent;

    /// <inheritdoc/>
    public ValueTask OpenAsync(CancellationToken cancellation)
    {
        OutputLayout.Prepare(layout.SlidesCsv);
        return default;
    }

    /// <inheritdoc/>
    public ValueTask EndSlideAsync(SlideOutcome outcome, CancellationToken cancellation)
    {
        rows[outcome.Scope.Index] = new SlideRow(outcome);
        if (spent > TimeSpan.FromSeconds(1) + (context.Time.GetElapsedTime(opened) * LargestTimeShare))
        {
            return default;
        }

        long start = context.Time.GetTimestamp();
        try
        {
            Write();
        }
        catch (StageException) when (File.Exists(layout.SlidesCsv))
        {
            // On Windows a spreadsheet that shows the table locks it. No reason to fail the slide: the next slide tries again, and the
            // end of the run insists.
        }

        spent += context.Time.GetElapsedTime(start);
        return default;
    }

    /// <inheritdoc/>
    public ValueTask EndRunAsync(RunOutcome outcome, CancellationToken cancellation)
    {
        foreach (SlideOutcome slide in outcome.Slides)
        {
            if (rows.TryGetValue(slide.Scope.Index, out SlideRow? row))
            {
                // A summary that ended the slide after this one, or this table's own writing, may have failed it since.
                row.Settle(slide);
            }
            else
            {
                rows[slide.Scope.Index] = new SlideRow(slide);
            }
        }

        Write();
        return default;
    }

    private void Write() => AtomicFile.Write(layout.SlidesCsv, stream => SlideRow.Write(stream, rows.Values));
}
