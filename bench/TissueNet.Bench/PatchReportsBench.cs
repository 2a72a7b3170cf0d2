using BenchmarkDotNet.Attributes;
using TissueNet.Inference;
using TissueNet.Reports;
using TissueNet.Stages;

namespace TissueNet.Bench;

/// <summary>Reports of patches, <c>patches_csv</c> and <c>geojson</c>: all of a slide's predictions received and written to disk.</summary>
[MemoryDiagnoser]
public class PatchReportsBench : SlideBench
{
    private DirectoryInfo folder = null!;
    private IReadOnlyList<PatchPrediction> predictions = null!;
    private PatchesCsvReport csv = null!;
    private GeoJsonReport geoJson = null!;

    [GlobalSetup]
    public async Task Setup()
    {
        folder = Directory.CreateTempSubdirectory("tissuenet-bench-");
        predictions = await Bench.PredictionsAsync();
        csv = new PatchesCsvReport(Bench.Context(folder.FullName));
        geoJson = new GeoJsonReport(Bench.Context(folder.FullName));
        await ((IReport<PatchPrediction>)csv).OpenAsync(CancellationToken.None);
        await ((IReport<PatchPrediction>)geoJson).OpenAsync(CancellationToken.None);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        folder.Delete(recursive: true);
    }

    [Benchmark]
    public Task PatchesCsv() => WriteAsync(csv);

    [Benchmark]
    public Task GeoJson() => WriteAsync(geoJson);

    private async Task WriteAsync(IReport<PatchPrediction> report)
    {
        foreach (PatchPrediction prediction in predictions)
        {
            await report.ReceiveAsync(prediction, CancellationToken.None);
        }

        SlideScope scope = Bench.Slide.Scope;
        await report.EndSlideAsync(new SlideOutcome(scope, SlideStatus.Succeeded, null, TimeSpan.FromSeconds(1)), CancellationToken.None);
        scope.DropState(report);
    }
}
