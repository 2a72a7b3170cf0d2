using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using TissueNet.Cli.Output;
using TissueNet.Cli.Running;
using TissueNet.Hosting;
using TissueNet.Stages;

namespace TissueNet.Cli.Commands;

/// <summary><c>tissuenet run</c>: runs a pipeline over slides.</summary>
internal sealed class RunCommand : Command, IExamples
{
    private readonly Argument<string> pipeline = Shared.Pipeline();
    private readonly Option<string[]> slides = Shared.Slides();
    private readonly Option<string[]> set = Shared.Set();
    private readonly Option<int?> limit = Shared.Limit();
    private readonly Option<bool> json = Shared.Json();
    private readonly Option<string> output = new("--out")
    {
        Description = "Folder for the results; made if need be.",
        HelpName = "DIR",
        DefaultValueFactory = _ => "out",
    };

    private readonly Option<bool> fresh = new("--fresh")
    {
        Description = "Compute everything anew. Every run does so today; the option is there for scripts that must never resume.",
    };

    private readonly Terminal terminal;
    private readonly Interruption interruption;

    public RunCommand(Terminal terminal, Interruption interruption)
        : base("run", "Runs a pipeline over slides.")
    {
        this.terminal = terminal;
        this.interruption = interruption;
        json.Description = "Write events as JSON, one per line: run_started, progress, slide_finished, run_finished.";
        Add(pipeline);
        Add(slides);
        Add(output);
        Add(set);
        Add(limit);
        Add(json);
        Add(fresh);
        SetAction((parsed, _) => RunAsync(parsed));
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples =>
    [
        "tissuenet run pipelines/quickstart.yaml",
        "tissuenet run pipelines/tissue_types.yaml --slides scans/ extra.svs --out out",
        "tissuenet run pipelines/tissue_types.yaml --slides 'scans/*.tif' --set aggregate.method=mean --limit 10",
        "tissuenet run pipelines/tissue_types.yaml --slides scans/ --json > events.jsonl",
    ];

    private async Task<int> RunAsync(ParseResult parsed)
    {
        if (PipelineFile.Load(terminal, parsed.GetRequiredValue(pipeline), parsed.GetValue(set), parsed.GetValue(slides)) is not { } plan)
        {
            return RunExitCodes.Invalid;
        }

        var request = new RunRequest
        {
            Plan = plan,
            OutputDirectory = OutputFolder.Prepare(parsed.GetRequiredValue(output)),
            Limit = parsed.GetValue(limit),
        };
        IRunView shown = parsed.GetValue(json) ? new JsonRunView(terminal)
            : terminal.IsInteractive ? new TerminalRunView(terminal) : new PlainRunView(terminal);
        var view = new GuardedRunView(shown, terminal);
        await using ServiceProvider services = EngineServices.For(view);
        var run = new WatchedRun(services.GetRequiredService<PipelineRunner>(), view, interruption, TimeProvider.System);
        RunOutcome outcome;
        try
        {
            outcome = await run.RunAsync(request);
        }
        catch (Exception exception)
        {
            (int refusal, string message) = Failures.Explain(exception, interruption.IsRequested);
            view.Refused(refusal, message);
            throw;
        }

        int code = interruption.IsRequested ? RunExitCodes.Interrupted
            : outcome.Slides.Any(slide => slide.Status == SlideStatus.Failed) ? RunExitCodes.SlidesFailed : RunExitCodes.Success;
        view.Finished(new RunSummary
        {
            Slides = [.. run.Slides],
            Duration = outcome.Ended - outcome.Started,
            Output = request.OutputDirectory,
            WasStopped = outcome.WasStopped,
            ExitCode = code,
        });
        return code;
    }
}
