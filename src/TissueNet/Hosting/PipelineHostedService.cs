using Microsoft.Extensions.Hosting;

namespace TissueNet.Hosting;

internal sealed class PipelineHostedService : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.CompletedTask;
}
