using TissueNet.Cli.Output;
using TissueNet.Cli.Running;
using TissueNet.Hosting;

namespace TissueNet.Tests.Cli;

public class GuardedRunViewTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task View_ThatCannotWrite_IsTurnedOffAndTheRunGoesOn(int lines)
    {
        var error = new StringWriter();
        using var full = new FullDisk(lines);
        var terminal = new Terminal(full, error, isInteractive: false);
        var view = new GuardedRunView(new PlainRunView(terminal), terminal);
        bool isDone = false;
        await view.ShowAsync("demo", "out", async () =>
        {
            await Task.Yield();
            view.Progress(new RunProgress { Slides = 1, Succeeded = 0, Failed = 0, Patches = 0, Elapsed = TimeSpan.Zero, InFlight = [] });
            view.SlideFinished(new SlideSummary { Slide = "a", Path = "a.tif", Status = TissueNet.Stages.SlideStatus.Succeeded });
            isDone = true;
        });
        view.Finished(new RunSummary { Slides = [], Duration = TimeSpan.Zero, Output = "out" });
        isDone.ShouldBeTrue();
        error.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries).ShouldHaveSingleItem().ShouldContain("No space left");
    }

    [Fact]
    public async Task View_ThatFailsWhileTheRunGoesOn_WaitsForItsEnd()
    {
        var error = new StringWriter();
        var ends = new TaskCompletionSource();
        var view = new GuardedRunView(new LostView(), new Terminal(TextWriter.Null, error, isInteractive: false));
        Task shown = view.ShowAsync("demo", "out", () => ends.Task);
        shown.IsCompleted.ShouldBeFalse();
        ends.SetResult();
        await shown;
        error.ToString().ShouldContain("terminal is gone");
    }

    [Fact]
    public async Task Run_ThatFails_FailsThroughTheView()
    {
        var error = new StringWriter();
        var terminal = new Terminal(TextWriter.Null, error, isInteractive: false);
        var view = new GuardedRunView(new PlainRunView(terminal), terminal);
        await Should.ThrowAsync<InvalidDataException>(view.ShowAsync("demo", "out", () => Task.FromException(new InvalidDataException("bad"))));
        error.ToString().ShouldBeEmpty();
    }

    private sealed class FullDisk(int lines) : StringWriter
    {
        private int written;

        public override void Write(string? value) => throw new IOException("No space left on device");

        public override void WriteLine(string? value)
        {
            if (written++ >= lines)
            {
                throw new IOException("No space left on device");
            }
        }
    }

    private sealed class LostView : IRunView
    {
        public TimeSpan Interval => TimeSpan.FromSeconds(1);

        public Task ShowAsync(string pipeline, string output, Func<Task> run)
        {
            _ = run();
            throw new IOException("The terminal is gone");
        }

        public void Progress(RunProgress progress)
        {
        }

        public void SlideFinished(SlideSummary slide)
        {
        }

        public void Note(string text)
        {
        }

        public void Stopping()
        {
        }

        public void Refused(int exitCode, string message) => throw new IOException("gone");

        public void Finished(RunSummary summary)
        {
        }
    }
}
