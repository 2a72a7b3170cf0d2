using System.CommandLine;
using TissueNet.Cli.Diagnosis;
using TissueNet.Cli.Output;
using TissueNet.Hosting;

namespace TissueNet.Cli.Commands;

/// <summary><c>tissuenet doctor</c>: what this machine has, what is missing, and what that costs.</summary>
internal sealed class DoctorCommand : Command, IExamples
{
    private readonly Option<bool> json = Shared.Json();
    private readonly Terminal terminal;

    public DoctorCommand(Terminal terminal)
        : base("doctor", "Looks at this machine: runtime, native libraries, execution providers, and what is missing.")
    {
        this.terminal = terminal;
        Add(json);
        SetAction(Run);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples => ["tissuenet doctor", "tissuenet doctor --json"];

    private int Run(ParseResult parsed)
    {
        List<Finding> findings = [.. Machine.Examine(), .. NativeLibraries.Examine()];
        bool isUsable = findings.TrueForAll(finding => finding.Status != Finding.Error);
        if (parsed.GetValue(json))
        {
            terminal.Out.WriteLine(JsonText.Document(new { Ok = isUsable, Checks = findings }));
        }
        else
        {
            terminal.WriteTable(["check", "status", "found"], findings.Select(finding => (IReadOnlyList<string>)[finding.Name, finding.Status, finding.Value]));
            foreach (Finding finding in findings.Where(finding => finding.Advice is not null))
            {
                terminal.Out.WriteLine($"{finding.Name}: {finding.Advice}");
            }
        }

        return isUsable ? RunExitCodes.Success : RunExitCodes.EnvironmentUnusable;
    }
}
