using System.Text;
using System.Text.Json;
using CliWrap;
using TissueNet.Tests.TestSupport;

namespace TissueNet.Tests.Cli;

/// <summary>The command as a process of its own, as users start it.</summary>
internal static class TissueNetProcess
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    /// <summary>Runs the command in the repository's root.</summary>
    public static async Task<Answer> RunAsync(params string[] arguments)
    {
        var output = new StringBuilder();
        var error = new StringBuilder();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        CommandResult result = await Command(arguments)
            .WithStandardOutputPipe(PipeTarget.ToStringBuilder(output))
            .WithStandardErrorPipe(PipeTarget.ToStringBuilder(error))
            .ExecuteAsync(limit.Token);
        return new Answer(result.ExitCode, output.ToString(), error.ToString());
    }

    /// <summary>The command, to be started in another way.</summary>
    public static Command Command(params string[] arguments) => CliWrap.Cli.Wrap("dotnet")
        .WithArguments([Path.Combine(AppContext.BaseDirectory, "tissuenet.dll"), .. arguments])
        .WithWorkingDirectory(Repository.Root)
        .WithValidation(CommandResultValidation.None);

    internal sealed record Answer(int ExitCode, string Output, string Error)
    {
        public JsonElement Json => JsonDocument.Parse(Output).RootElement;

        public IReadOnlyList<JsonElement> JsonLines =>
            [.. Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];

        /// <summary>Fails with what the process said when the code is another.</summary>
        public Answer ShouldExitWith(int code)
        {
            ExitCode.ShouldBe(code, $"output: {Output}\nerror: {Error}");
            return this;
        }
    }
}
