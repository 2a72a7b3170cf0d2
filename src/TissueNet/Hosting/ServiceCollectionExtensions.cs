using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace TissueNet.Hosting;

/// <summary>Registers the engine with a host.</summary>
public static class ServiceCollectionExtensions
{
    /// <summary>Registers what running pipelines needs. Logging is the host's.</summary>
    /// <param name="services">The host's services.</param>
    public static IServiceCollection AddTissueNet(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddTransient<PipelineRunner>();
        return services;
    }

    /// <summary>
    /// Registers a background service that runs one pipeline and then stops the host. The process's exit code becomes 0, 1, 2, 3 or
    /// 130, as the command's.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Says what to run.</param>
    public static IServiceCollection AddTissueNetPipeline(this IServiceCollection services, Action<PipelineServiceOptions> configure)
    {
        services.AddTissueNet();
        services.Configure(configure);
        services.AddHostedService<PipelineHostedService>();
        return services;
    }
}
