using TissueNet.Cli;

namespace TissueNet.Tests.Cli;

public class InterruptionTests
{
    [Fact]
    public void Signal_FirstDuringARun_AsksForACleanStop()
    {
        var exits = new List<int>();
        using var interruption = new Interruption(exits.Add);
        int said = 0;
        interruption.BeginRun(() => said++);
        interruption.Signal();
        interruption.Stop.IsCancellationRequested.ShouldBeTrue();
        said.ShouldBe(1);
        exits.ShouldBeEmpty();
    }

    [Fact]
    public void Signal_NoticeThatNobodyTakes_StopsAllTheSame()
    {
        using var interruption = new Interruption(_ => { });
        bool wasStopped = false;
        interruption.BeginRun(() =>
        {
            wasStopped = interruption.Stop.IsCancellationRequested;
            throw new IOException("No space left on device.");
        });
        interruption.Signal();
        wasStopped.ShouldBeTrue(); // before the notice, which may take as long as its reader
    }

    [Fact]
    public void Signal_SecondDuringARun_EndsAtOnce()
    {
        var exits = new List<int>();
        using var interruption = new Interruption(exits.Add);
        interruption.BeginRun(() => { });
        interruption.Signal();
        interruption.Signal();
        exits.ShouldBe([130]);
    }

    [Fact]
    public void Signal_OutsideARun_EndsAtOnce()
    {
        var exits = new List<int>();
        using var interruption = new Interruption(exits.Add);
        interruption.Signal();
        exits.ShouldBe([130]);
    }
}
