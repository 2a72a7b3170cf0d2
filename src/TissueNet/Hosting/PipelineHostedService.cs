using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using TissueNet.Pipelines;
using TissueNet.Stages;

namespace TissueNet.Hosting;

/// <summary>
/// Runs one pipeline, then stops the host. It sets the process's exit code itself: a host whose background service has failed
/// would exit with 0, and a service manager would take that for a clean stop.
/// </summary>
internal sealed class PipelineHostedService(
    PipelineRunner runner,
    IOptions<PipelineServiceOptions> options,
    IHostApplicationLifetime lifetime,
    ILogger<PipelineHostedService>? logger = null) : BackgroundService
{
    private readonly ILogger log = logger ?? (ILogger)NullLogger.Instance;

    /// <summary>
    /// Waits for the run to drain, which <c>run.drain</c> bounds, however soon the host would give up: the rows of skipped slides and
    /// the exit code are written at its end.
    /// </summary>
    /// <param name="cancellationToken">Not heeded.</param>
    public override Task StopAsync(CancellationToken cancellationToken) => base.StopAsync(CancellationToken.None);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The host starts its services one after another; this one must not keep the next ones waiting.
        await Task.Yield();
        try
        {
            Environment.ExitCode = await RunAsync(stoppingToken);
        }
        catch (Exception exception) when (exception is SlideSelectionException or EnvironmentUnusableException)
        {
            log.LogError(exception, "The run was refused: {Reason}", exception.Message);
            Environment.ExitCode = exception is SlideSelectionException ? RunExitCodes.Invalid : RunExitCodes.EnvironmentUnusable;
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            Environment.ExitCode = RunExitCodes.Interrupted;
        }
        catch (Exception exception)
        {
            log.LogCritical(exception, "The run ended with an error of the program.");
            Environment.ExitCode = RunExitCodes.EnvironmentUnusable;
        }
        finally
        {
            lifetime.StopApplication();
        }
    }

    private async Task<int> RunAsync(CancellationToken stop)
    {
        PipelineServiceOptions wanted = options.Value;
        PipelineLoadResult loaded = PipelineLoader.Load(wanted.Pipeline, [.. wanted.Overrides]);
        foreach (Diagnostic diagnostic in loaded.Diagnostics)
        {
            log.Log(diagnostic.IsError ? LogLevel.Error : LogLevel.Warning, "{Diagnostic}", diagnostic.ToString());
        }

        if (loaded.Plan is not { } plan)
        {
            return RunExitCodes.Invalid;
        }

        if (wanted.Slides.Count > 0)
        {
            plan = plan with { Slides = plan.Slides with { Paths = [.. wanted.Slides.Select(Path.GetFullPath)] } };
        }

        RunOutcome outcome = await runner.RunAsync(new RunRequest { Plan = plan, OutputDirectory = wanted.OutputDirectory }, stop);
        int failed = outcome.Slides.Count(s => s.Status == SlideStatus.Failed);
        log.LogInformation(
            "Pipeline {Pipeline}: {Slides} slides, {Failed} failed; results in {Output}", plan.Name, outcome.Slides.Count, failed, wanted.OutputDirectory);
        return outcome.WasStopped && stop.IsCancellationRequested ? RunExitCodes.Interrupted
            : failed > 0 ? RunExitCodes.SlidesFailed : RunExitCodes.Success;
    }
}
