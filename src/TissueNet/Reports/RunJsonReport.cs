using System.Text.Json;
using TissueNet.Stages;

namespace TissueNet.Reports;

/// <summary>
/// Writes <c>run.json</c> when the run has ended: the pipeline's text and hash, overrides, models with their SHA-256, versions,
/// machine, start and end, totals, and each stage's counters.
/// </summary>
[Report("run_json", IsSummary = true)]
internal sealed class RunJsonReport(StageContext context, RunManifest manifest) : IReport
{
    private readonly OutputLayout layout = new(context.OutputDirectory);

    /// <inheritdoc/>
    public ValueTask OpenAsync(CancellationToken cancellation)
    {
        OutputLayout.Prepare(layout.RunJson);
        return default;
    }

    /// <inheritdoc/>
    public ValueTask EndRunAsync(RunOutcome outcome, CancellationToken cancellation)
    {
        var document = RunDocument.From(manifest, outcome);
        AtomicFile.Write(layout.RunJson, stream =>
        {
            JsonSerializer.Serialize(stream, document, RunDocumentContext.Default.RunDocument);
            stream.WriteByte((byte)'\n');
        });
        return default;
    }
}
