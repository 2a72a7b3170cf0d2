using TissueNet.Cli.Conversion;
using TissueNet.Slides.Writing;

namespace TissueNet.Tests.Cli;

public class ConvertProgressTests
{
    [Fact]
    public void Remaining_PartDoneEarlier_GoesByThePaceOfThisRun()
    {
        // 8 of 10 slides were there, half of the ninth as well; this run has done the other half in 10 s, and there is one left.
        ConvertProgress progress = Progress(ended: 9, earlier: 8.5, seconds: 10);
        progress.Remaining!.Value.TotalSeconds.ShouldBe(20, 1e-6);
        Progress(ended: 5, earlier: 0, seconds: 10).Remaining!.Value.TotalSeconds.ShouldBe(10, 1e-6);
    }

    [Fact]
    public void Remaining_NothingDoneByThisRun_IsUnknown() => Progress(ended: 8, earlier: 8, seconds: 10).Remaining.ShouldBeNull();

    [Fact]
    public void EarlierFraction_Resumed_IsWhatWasDoneBefore()
    {
        var progress = new ConversionProgress();
        progress.EarlierFraction.ShouldBe(0);
        progress.Begin(encoded: 100, copied: 0);
        progress.Resume(40);
        progress.Add(10);
        (progress.EarlierFraction, progress.Fraction).ShouldBe((0.4, 0.5));
    }

    private static ConvertProgress Progress(int ended, double earlier, int seconds) => new()
    {
        Slides = 10,
        Ended = ended,
        Failed = 0,
        Earlier = earlier,
        Pixels = 1,
        Elapsed = TimeSpan.FromSeconds(seconds),
        InFlight = [],
    };
}
