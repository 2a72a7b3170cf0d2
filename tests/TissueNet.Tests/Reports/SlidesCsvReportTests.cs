using Microsoft.Extensions.Time.Testing;
using TissueNet.Aggregation;
using TissueNet.Regions;
using TissueNet.Reports;
using TissueNet.Slides;
using TissueNet.Stages;
using TissueNet.Tests.TestSupport;
using TissueNet.Tissue;

namespace TissueNet.Tests.Reports;

public sealed class SlidesCsvReportTests : IDisposable
{
    private const string Header = "slide,path,status,error,width,height,mpp,tissue_mm2,regions,patches,patches_failed,seconds,warning,label";
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Table => File.ReadAllText(folder.File("slides.csv"));

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task EndSlide_Succeeded_WritesEveryColumn()
    {
        await Report().EndSlideAsync(Succeeded(0, "b"), Cancellation);
        Table.ShouldBe(
            $"{Header},prob_normal,prob_tumor\n" +
            "b,/slides/b.tif,succeeded,,64,48,0.5,0.000064,12,5,1,1.500,,tumor,0.250000,0.750000\n");
        File.ReadAllBytes(folder.File("slides.csv"))[0].ShouldBe((byte)'s'); // no byte order mark
    }

    [Fact]
    public async Task EndSlide_EndedInAnyOrder_RowsAreInInputOrderAndClassesUnited()
    {
        SlidesCsvReport report = Report();
        await report.EndSlideAsync(Succeeded(2, "c", "fat", "tumor"), Cancellation);
        await report.EndSlideAsync(Skipped(1, "b"), Cancellation);
        await report.EndSlideAsync(Succeeded(0, "a"), Cancellation);
        Table.ShouldBe(
            $"{Header},prob_normal,prob_tumor,prob_fat\n" +
            "a,/slides/a.tif,succeeded,,64,48,0.5,0.000064,12,5,1,1.500,,tumor,0.250000,0.750000,\n" +
            "b,/slides/b.tif,skipped,engine: The run was stopped.,,,,,,0,0,0.000,,,,,\n" +
            "c,/slides/c.tif,succeeded,,64,48,0.5,0.000064,12,5,1,1.500,,tumor,,0.750000,0.250000\n");
    }

    [Fact]
    public async Task EndSlide_TwoBranches_PrefixesTheSecondByItsStage()
    {
        Slide slide = Predicted(0, "a", "normal", "tumor");
        slide.Scope.Keep("aaa", Prediction(slide.Scope, "fat", "muscle"));
        await Report().EndSlideAsync(FakePredictions.Succeeded(slide.Scope), Cancellation);
        Table.ShouldStartWith($"{Header},prob_fat,prob_muscle,aggregate.label,aggregate.prob_normal,aggregate.prob_tumor\n");
    }

    [Fact]
    public async Task EndSlide_CommasQuotesAndLines_AreQuoted()
    {
        using var scope = new SlideScope(0, "a, \"b\"", "/x/a, \"b\".tif");
        var failure = new StageFailure("open_slide", "Bad file,\nline 2", "Say \"convert\".", null, null);
        await Report().EndSlideAsync(new SlideOutcome(scope, SlideStatus.Failed, failure, TimeSpan.Zero), Cancellation);
        Table.ShouldBe(
            Header + "\n" +
            "\"a, \"\"b\"\"\",\"/x/a, \"\"b\"\".tif\",failed,\"open_slide: Bad file,\nline 2 Say \"\"convert\"\".\",,,,,,0,0,0.000,,\n");
    }

    [Fact]
    public async Task EndSlide_WithWarnings_HasThemInAColumn()
    {
        SlideOutcome outcome = Succeeded(0, "a");
        outcome.Scope.Warn("the file says no resolution");
        outcome.Scope.Warn("pixels are oblong");
        outcome.Scope.Warn("pixels are oblong");
        await Report().EndSlideAsync(outcome, Cancellation);
        Table.ShouldContain(",1.500,pixels are oblong; the file says no resolution,tumor,");
    }

    [Fact]
    public async Task EndSlide_FailedAfterPrediction_HasNoResult()
    {
        SlideOutcome outcome = Succeeded(0, "a") with { Status = SlideStatus.Failed, Failure = new StageFailure("geojson", "Disk full.", null, null, null) };
        await Report().EndSlideAsync(outcome, Cancellation);
        Table.ShouldBe(Header + "\na,/slides/a.tif,failed,geojson: Disk full.,64,48,0.5,0.000064,12,5,1,1.500,,\n");
    }

    [Fact]
    public async Task EndRun_SlideFailedByALaterSummary_SaysSo()
    {
        SlidesCsvReport report = Report();
        SlideOutcome ended = Succeeded(0, "a");
        await report.EndSlideAsync(ended, Cancellation);
        var failure = new StageFailure("other_summary", "Disk full.", null, null, null);
        await report.EndRunAsync(Outcome(ended with { Status = SlideStatus.Failed, Failure = failure }), Cancellation);
        Table.ShouldBe(Header + "\na,/slides/a.tif,failed,other_summary: Disk full.,64,48,0.5,0.000064,12,5,1,1.500,,\n");
    }

    [Fact]
    public async Task EndRun_SlidesThatNeverBegan_GetRows()
    {
        SlidesCsvReport report = Report();
        SlideOutcome first = Succeeded(0, "a");
        await report.EndSlideAsync(first, Cancellation);
        await report.EndRunAsync(Outcome(first, Skipped(1, "b")), Cancellation);
        Table.Split('\n')[2].ShouldStartWith("b,/slides/b.tif,skipped,");
    }

    [Fact]
    public async Task EndSlide_WritingTakesLong_WaitsForTheEndOfTheRun()
    {
        // Every look at this clock costs a minute: writing seems to take all the time there is.
        var clock = new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.FromMinutes(1) };
        var report = new SlidesCsvReport(FakePredictions.Context(folder.Path, clock));
        SlideOutcome[] slides = [Skipped(0, "a"), Skipped(1, "b")];
        await report.EndSlideAsync(slides[0], Cancellation);
        await report.EndSlideAsync(slides[1], Cancellation);
        Table.Split('\n').Length.ShouldBe(3);
        await report.EndRunAsync(Outcome(slides), Cancellation);
        Table.Split('\n').Length.ShouldBe(4);
    }

    private static RunOutcome Outcome(params SlideOutcome[] slides) =>
        new() { Pipeline = "p", Started = DateTimeOffset.UnixEpoch, Ended = DateTimeOffset.UnixEpoch, Slides = slides, Stages = [] };

    private static SlideOutcome Skipped(int index, string name) => new(
        new SlideScope(index, name, $"/slides/{name}.tif"), SlideStatus.Skipped, new StageFailure("engine", "The run was stopped.", null, null, null), TimeSpan.Zero);

    private static SlideOutcome Succeeded(int index, string name, params string[] classes) =>
        FakePredictions.Succeeded(Predicted(index, name, classes.Length == 0 ? ["normal", "tumor"] : classes).Scope);

    private static Slide Predicted(int index, string name, params string[] classes)
    {
        Slide slide = FakePredictions.Slide(name: name, index: index);
        RegionGrid grid = FakePredictions.KeptGrid(slide);
        var bits = new BitMask(8, 6) { [1, 1] = true };
        slide.Scope.Keep("mask", new TissueMask(slide, bits, 8));
        slide.Scope.Keep("aggregate", Prediction(slide.Scope, classes) with { Heatmap = new Heatmap(grid, classes.Length) });
        slide.Scope.CountInferred(5);
        slide.Scope.CountFailed();
        return slide;
    }

    private static SlidePrediction Prediction(SlideScope scope, params string[] classes) => new()
    {
        Scope = scope,
        ClassNames = classes,
        Probabilities = [0.25f, 0.75f],
        Label = classes[1],
        Patches = [],
    };

    private SlidesCsvReport Report() => new(FakePredictions.Context(folder.Path));
}
