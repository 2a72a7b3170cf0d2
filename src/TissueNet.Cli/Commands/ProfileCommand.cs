using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using TissueNet.Cli.Output;
using TissueNet.Cli.Profiling;
using TissueNet.Cli.Running;
using TissueNet.Hosting;
using TissueNet.Regions;
using TissueNet.Stages;

namespace TissueNet.Cli.Commands;

/// <summary><c>tissuenet profile</c>: which stage sets the pace of a pipeline, and what to change.</summary>
internal sealed class ProfileCommand : Command, IExamples
{
    private readonly Argument<string> pipeline = Shared.Pipeline();
    private readonly Option<string[]> slides = Shared.Slides();
    private readonly Option<string[]> set = Shared.Set();
    private readonly Option<int?> limit = Shared.Limit();
    private readonly Option<bool> json = Shared.Json();
    private readonly Terminal terminal;
    private readonly Interruption interruption;

    public ProfileCommand(Terminal terminal, Interruption interruption)
        : base("profile", "Runs a pipeline, says which stage sets the pace and what to change. Keeps no results.")
    {
        this.terminal = terminal;
        this.interruption = interruption;
        Add(pipeline);
        Add(slides);
        Add(set);
        Add(limit);
        Add(json);
        SetAction((parsed, _) => RunAsync(parsed));
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples =>
    [
        "tissuenet profile pipelines/bench_shufflenet.yaml --slides large.tif",
        "tissuenet profile pipelines/bench_shufflenet.yaml --slides large.tif --set read_patch.parallel=4 --json",
    ];

    private async Task<int> RunAsync(ParseResult parsed)
    {
        if (PipelineFile.Load(terminal, parsed.GetRequiredValue(pipeline), parsed.GetValue(set), parsed.GetValue(slides)) is not { } plan)
        {
            return RunExitCodes.Invalid;
        }

        string results = Directory.CreateTempSubdirectory("tissuenet-profile-").FullName;
        try
        {
            var view = new GuardedRunView(new QuietRunView(terminal), terminal);
            await using ServiceProvider services = EngineServices.For(view);
            var runner = services.GetRequiredService<PipelineRunner>();
            var alone = new InferenceAlone(TimeProvider.System, interruption.Stop);
            runner.Opened = alone.MeasureAsync;
            var run = new WatchedRun(runner, view, interruption, TimeProvider.System);
            RunOutcome outcome = await run.RunAsync(new RunRequest { Plan = plan, OutputDirectory = results, Limit = parsed.GetValue(limit) });
            foreach (SlideSummary failed in run.Slides.Where(slide => slide.Error is not null))
            {
                terminal.Error.WriteLine($"{failed.Slide}: {failed.Error}");
            }

            Write(parsed.GetValue(json), ProfileReport.From(
                outcome.Stages,
                run.Slides.Sum(slide => slide.Patches),
                alone.SecondsSince,
                alone.PatchesPerSecond,
                Environment.ProcessorCount,
                alone.CpuSecondsSince,
                plan.Stages.Any(stage => stage.Options is PrioritizeRegionsStage.Options { Emit: EmissionOrder.Priority })));
            return interruption.IsRequested ? RunExitCodes.Interrupted
                : run.Slides.Any(slide => slide.Status == SlideStatus.Failed) ? RunExitCodes.SlidesFailed : RunExitCodes.Success;
        }
        finally
        {
            Directory.Delete(results, recursive: true);
        }
    }

    private void Write(bool asJson, ProfileReport report)
    {
        if (asJson)
        {
            terminal.Out.WriteLine(JsonText.Document(report));
            return;
        }

        terminal.WriteTable(
            ["stage", ">items", ">items/s", ">busy", ">waits for input", ">waits for room", ">queue fill"],
            report.Stages.Select(stage => (IReadOnlyList<string>)
            [
                stage.Id,
                Figures.Count(stage.Items),
                Figures.Rate(stage.ItemsPerSecond),
                Figures.Percent(stage.Busy),
                Figures.Percent(stage.InputWait),
                Figures.Percent(stage.OutputWait),
                Figures.Percent(stage.QueueFill),
            ]));
        terminal.Out.WriteLine($"{Figures.Count(report.Patches)} patches in {report.Seconds.ToString("0.0", CultureInfo.InvariantCulture)} s: "
            + $"{Figures.Rate(report.PatchesPerSecond)} patches/s"
            + (report.Efficiency is { } efficiency
                ? $", {Figures.Percent(efficiency)} of the {Figures.Rate(report.InferenceOnlyPatchesPerSecond!.Value)} patches/s of inference alone." : "."));
        foreach (StageShare stage in report.Stages.Where(s => s.TilesTouched > 0))
        {
            terminal.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{stage.Id}: {Figures.Count(stage.TilesDecoded!.Value)} stored tiles decoded for {Figures.Count(stage.TilesTouched!.Value)} that were needed ({(double)stage.TilesDecoded.Value / stage.TilesTouched.Value:0.00})."));
        }

        terminal.Out.WriteLine(report.Advice);
    }
}
