using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace TissueNet.Cli;

/// <summary>The usual help, followed by the command's examples and, for the root, the exit codes.</summary>
internal sealed class ExamplesHelpAction(HelpAction help) : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        int code = help.Invoke(parseResult);
        TextWriter output = parseResult.InvocationConfiguration.Output;
        if (parseResult.CommandResult.Command is IExamples { Examples: var examples })
        {
            output.WriteLine("Examples:");
            foreach (string example in examples)
            {
                output.WriteLine($"  {example}");
            }

            output.WriteLine();
        }

        if (parseResult.CommandResult.Command is RootCommand)
        {
            output.WriteLine("Exit codes: 0 all slides succeeded, 1 some slides failed, 2 command line or pipeline invalid,");
            output.WriteLine("            3 environment unusable (see 'tissuenet doctor'), 130 interrupted.");
            output.WriteLine();
        }

        return code;
    }
}
