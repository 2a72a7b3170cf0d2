using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TissueNet.Hosting;

namespace TissueNet.Cli.Running;

/// <summary>The engine with its log going to a view.</summary>
internal static class EngineServices
{
    public static ServiceProvider For(IRunView view) => new ServiceCollection()
        .AddTissueNet()
        .AddSingleton<ILoggerProvider>(new RunLog(view.Note))
        .BuildServiceProvider();
}
