using TissueNet.Cli;
using TissueNet.Cli.Output;

namespace TissueNet.Tests.Cli;

/// <summary>The command within the test's own process: as <see cref="TissueNetProcess"/>, but cheap.</summary>
internal static class InProcess
{
    public static async Task<TissueNetProcess.Answer> RunAsync(params string[] arguments)
    {
        using StringWriter output = new(), error = new();
        using var interruption = new Interruption(_ => { });
        int code = await new CommandRunner(new Terminal(output, error, isInteractive: false), interruption).RunAsync(arguments);
        return new TissueNetProcess.Answer(code, output.ToString(), error.ToString());
    }
}
