using TissueNet.Slides.Fetching;

namespace TissueNet.Tests.Slides.Fetching;

public sealed class ReadPaceTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Quick = TimeSpan.FromMicroseconds(20);

    [Fact]
    public void Note_FourSlowReads_IsSlow() => After(Slow, Slow, Slow, Slow).IsSlow.ShouldBeTrue();

    [Fact]
    public void Note_OneSlowReadNowAndThen_IsNotSlow()
    {
        var pace = new ReadPace(Limit);
        for (int i = 0; i < 1000; i++)
        {
            pace.Note(i % 4 == 0 ? Slow : Quick);
            pace.IsSlow.ShouldBeFalse();
        }
    }

    [Fact]
    public void Note_OneQuickReadNowAndThen_StaysSlow()
    {
        ReadPace pace = After(Slow, Slow, Slow, Slow, Slow, Slow);
        for (int i = 0; i < 1000; i++)
        {
            pace.Note(i % 4 == 0 ? Quick : Slow);
            pace.IsSlow.ShouldBeTrue();
        }
    }

    [Fact]
    public void Note_QuickReadsAfterSlowOnes_TurnsOff()
    {
        ReadPace pace = After([.. Enumerable.Repeat(Slow, 1000), .. Enumerable.Repeat(Quick, 6)]);
        pace.IsSlow.ShouldBeFalse();
    }

    [Fact]
    public void Note_LimitOfZero_IsSlowAtOnceHoweverQuick()
    {
        var pace = new ReadPace(TimeSpan.Zero);
        for (int i = 0; i < 3; i++)
        {
            pace.Note(TimeSpan.Zero);
        }

        pace.IsSlow.ShouldBeTrue();
    }

    private static ReadPace After(params TimeSpan[] reads)
    {
        var pace = new ReadPace(Limit);
        Array.ForEach(reads, pace.Note);
        return pace;
    }
}
