using System.Text.Json;
using CsCheck;
using NetTopologySuite.Features;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO.Converters;
using TissueNet.Inference;
using TissueNet.Regions;
using TissueNet.Reports;
using TissueNet.Slides;
using TissueNet.Stages;
using TissueNet.Tests.TestSupport;

namespace TissueNet.Tests.Reports;

public sealed class PatchReportsTests : IDisposable
{
    private static readonly string[] Classes = ["normal", "tumor"];
    private static readonly JsonSerializerOptions GeoJsonOptions = new() { Converters = { new GeoJsonConverterFactory() } };
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task PatchesCsv_SomePatches_HasTheColumnsOfWsinfer()
    {
        Slide slide = FakePredictions.Slide();
        RegionGrid grid = FakePredictions.KeptGrid(slide);
        Region wide = grid.Regions[5] with { Level0X = -3, Level0Width = 16.4, Level0Height = 15.6 };
        await Run(Csv(), slide, FakePredictions.Of(wide, Classes, 0.1234567f, 0.8765433f), FakePredictions.Of(grid.Regions[1], Classes, 1, 0));
        Read("patches/slide.csv").ShouldBe(
            "minx,miny,width,height,prob_normal,prob_tumor,priority,index\n" +
            "16,0,16,16,1.000000,0.000000,0.5,1\n" +
            "-3,16,16,16,0.123457,0.876543,2.5,5\n");
    }

    [Fact]
    public async Task PatchesCsv_NoPatches_IsAHeader()
    {
        await Run(Csv(), FakePredictions.Slide());
        Read("patches/slide.csv").ShouldBe("minx,miny,width,height,priority,index\n");
    }

    [Fact]
    public async Task PatchesCsv_FailedSlide_WritesNothing()
    {
        Slide slide = FakePredictions.Slide();
        PatchesCsvReport report = Csv();
        await report.OpenAsync(Cancellation);
        await report.ReceiveAsync(FakePredictions.Of(FakePredictions.Grid(slide).Regions[0], Classes, 1, 0), Cancellation);
        await report.EndSlideAsync(FakePredictions.Succeeded(slide.Scope) with { Status = SlideStatus.Failed }, Cancellation);
        Directory.GetFileSystemEntries(folder.File("patches")).ShouldBeEmpty();
    }

    [Fact]
    public async Task PatchesCsv_TwoModels_ShareTheRowsOfTheirRegions()
    {
        Slide slide = FakePredictions.Slide();
        RegionGrid grid = FakePredictions.KeptGrid(slide);
        string[] others = ["fat"];
        PatchPrediction[] patches =
        [
            FakePredictions.Of(grid.Regions[0], Classes, 0.25f, 0.75f),
            FakePredictions.Of(grid.Regions[1], Classes, 0.5f, 0.5f),
            FakePredictions.Of(grid.Regions[1], others, 0.125f),
        ];
        const string Expected =
            "minx,miny,width,height,prob_fat,prob_normal,prob_tumor,priority,index\n" +
            "0,0,16,16,,0.250000,0.750000,0,0\n" +
            "16,0,16,16,0.125000,0.500000,0.500000,0.5,1\n";
        await Run(Csv(), slide, patches);
        Read("patches/slide.csv").ShouldBe(Expected);
        await Run(Csv(), slide, [.. patches.Reverse()]);
        Read("patches/slide.csv").ShouldBe(Expected);
    }

    [Fact]
    public Task AllFiles_ShuffledArrival_SameBytes() => Gen.Shuffle(Enumerable.Range(0, 48).ToArray()).SampleAsync(async order =>
    {
        using var output = new TemporaryFolder();
        Slide slide = FakePredictions.Slide(128, 96);
        RegionGrid grid = FakePredictions.KeptGrid(slide);
        PatchPrediction[] patches = [.. grid.Regions.Select(r => FakePredictions.Of(r, Classes, r.Index / 48f, 1 - (r.Index / 48f)))];
        StageContext context = FakePredictions.Context(output.Path);
        IReport<PatchPrediction>[] reports = [new PatchesCsvReport(context), new GeoJsonReport(context)];
        string[] files = ["patches/slide.csv", "geojson/slide.geojson"];
        for (int i = 0; i < reports.Length; i++)
        {
            await Run(reports[i], slide, patches);
            byte[] sorted = File.ReadAllBytes(output.File(files[i]));
            await Run(i == 0 ? new PatchesCsvReport(context) : new GeoJsonReport(context), slide, [.. order.Select(p => patches[p])]);
            File.ReadAllBytes(output.File(files[i])).ShouldBe(sorted);
        }
    }, iter: 10);

    [Fact]
    public async Task GeoJson_SomePatches_ParsesIntoTheirRectangles()
    {
        Slide slide = FakePredictions.Slide();
        RegionGrid grid = FakePredictions.KeptGrid(slide);
        await Run(Json(), slide, [.. grid.Regions.Select(r => FakePredictions.Of(r, Classes, 0.2f, 0.8f))]);

        FeatureCollection features = JsonSerializer.Deserialize<FeatureCollection>(Read("geojson/slide.geojson"), GeoJsonOptions)!;
        features.Count.ShouldBe(12);
        for (int i = 0; i < features.Count; i++)
        {
            Region region = grid.Regions[i];
            var expected = new Envelope(region.Level0X, region.Level0X + 16, region.Level0Y, region.Level0Y + 16);
            Polygon polygon = features[i].Geometry.ShouldBeOfType<Polygon>();
            polygon.EnvelopeInternal.ShouldBe(expected);
            polygon.Area.ShouldBe(256);
            polygon.IsValid.ShouldBeTrue();
        }
    }

    [Fact]
    public async Task GeoJson_Feature_IsATileOfQuPath()
    {
        Slide slide = FakePredictions.Slide();
        RegionGrid grid = FakePredictions.KeptGrid(slide);
        await Run(Json(), slide, FakePredictions.Of(grid.Regions[1], Classes, 0.2f, 0.8f));
        using var json = JsonDocument.Parse(Read("geojson/slide.geojson"));
        json.RootElement.GetProperty("notice").GetString().ShouldBe("Research use only. Not for diagnosis.");
        JsonElement feature = json.RootElement.GetProperty("features")[0];
        Guid.TryParse(feature.GetProperty("id").GetString(), out _).ShouldBeTrue();
        feature.GetProperty("properties").GetRawText().ShouldBe(
            """{"objectType":"tile","classification":{"name":"tumor","color":[213,94,0]},"measurements":{"prob_normal":0.2,"prob_tumor":0.8}}""");
    }

    [Fact]
    public async Task GeoJson_Ids_AreUniqueAndTheSameInTheNextRun()
    {
        string[] first = await Ids("a"), again = await Ids("a"), other = await Ids("b");
        again.ShouldBe(first);
        first.Concat(other).Distinct().Count().ShouldBe(24);
    }

    [Fact]
    public async Task GeoJson_NoPatches_IsAnEmptyCollection()
    {
        await Run(Json(), FakePredictions.Slide());
        using var json = JsonDocument.Parse(Read("geojson/slide.geojson"));
        json.RootElement.GetProperty("features").GetArrayLength().ShouldBe(0);
    }

    private async Task<string[]> Ids(string name)
    {
        Slide slide = FakePredictions.Slide(name: name);
        await Run(Json(), slide, [.. FakePredictions.Grid(slide).Regions.Select(r => FakePredictions.Of(r, Classes, 0.2f, 0.8f))]);
        using var json = JsonDocument.Parse(Read($"geojson/{name}.geojson"));
        return [.. json.RootElement.GetProperty("features").EnumerateArray().Select(f => f.GetProperty("id").GetString()!)];
    }

    private static async Task Run(IReport<PatchPrediction> report, Slide slide, params PatchPrediction[] patches)
    {
        await report.OpenAsync(Cancellation);
        foreach (PatchPrediction patch in patches)
        {
            await report.ReceiveAsync(patch, Cancellation);
        }

        await report.EndSlideAsync(FakePredictions.Succeeded(slide.Scope), Cancellation);
    }

    private PatchesCsvReport Csv() => new(FakePredictions.Context(folder.Path));

    private GeoJsonReport Json() => new(FakePredictions.Context(folder.Path));

    private string Read(string file) => File.ReadAllText(folder.File(file));
}
