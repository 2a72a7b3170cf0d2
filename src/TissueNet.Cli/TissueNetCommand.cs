using System.CommandLine;
using System.CommandLine.Help;
using TissueNet.Cli.Commands;
using TissueNet.Cli.Output;

namespace TissueNet.Cli;

/// <summary>The command <c>tissuenet</c> and its subcommands.</summary>
internal sealed class TissueNetCommand : RootCommand, IExamples
{
    public TissueNetCommand(Terminal terminal, Interruption interruption)
        : base("Streams whole-slide pathology images through pipelines described in YAML. Research use only, not for diagnosis.")
    {
        Add(new RunCommand(terminal, interruption));
        Add(new LintCommand(terminal));
        Add(new StagesCommand(terminal));
        Add(new SchemaCommand(terminal));
        Add(new GraphCommand(terminal));
        Add(new InspectCommand(terminal));
        Add(new ThumbnailCommand(terminal));
        Add(new ConvertCommand(terminal, interruption));
        Add(new ProfileCommand(terminal, interruption));
        Add(new DoctorCommand(terminal));
        foreach (Command command in Subcommands)
        {
            Numbers.SpeakPlainly(command);
        }

        HelpOption help = Options.OfType<HelpOption>().Single();
        var action = new ExamplesHelpAction((HelpAction)help.Action!);
        help.Action = action;
        SetAction(action.Invoke);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples =>
    [
        "tissuenet run pipelines/quickstart.yaml --out out",
        "tissuenet lint pipelines/*.yaml",
        "tissuenet stages otsu_tissue_mask",
        "tissuenet inspect slides/",
    ];
}
