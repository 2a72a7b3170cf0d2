using TissueNet.Cli.Running;
using TissueNet.Hosting;

namespace TissueNet.Tests.Cli;

public class RunPaceTests
{
    [Fact]
    public void Of_HalfOfTheRun_PredictsAsMuchAgain()
    {
        RunPace pace = RunPace.Of(Progress(slides: 4, succeeded: 1, seconds: 10, ("a", 100, 50), ("b", 100, 50)));
        pace.Fraction.ShouldBe(0.5);
        pace.Remaining.ShouldBe(TimeSpan.FromSeconds(10));
        pace.PatchesPerSecond.ShouldBe(10);
    }

    [Fact]
    public void Of_RegionsUnknown_PredictsNothing()
    {
        RunPace pace = RunPace.Of(Progress(slides: 1, succeeded: 0, seconds: 10, ("a", 0, 0)));
        pace.Fraction.ShouldBe(0);
        pace.Remaining.ShouldBeNull();
    }

    [Fact]
    public void Of_NoSlides_IsZero() => RunPace.Of(Progress(slides: 0, succeeded: 0, seconds: 0)).Fraction.ShouldBe(0);

    private static RunProgress Progress(int slides, int succeeded, double seconds, params (string, long, long)[] inFlight) => new()
    {
        Slides = slides,
        Succeeded = succeeded,
        Failed = 0,
        Patches = 100,
        Elapsed = TimeSpan.FromSeconds(seconds),
        InFlight = inFlight,
    };
}
