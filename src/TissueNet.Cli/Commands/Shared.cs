using System.CommandLine;

namespace TissueNet.Cli.Commands;

/// <summary>Options and arguments that several commands have, so that they read the same everywhere.</summary>
internal static class Shared
{
    public static Argument<string> Pipeline() => new("PIPELINE") { Description = "The pipeline file (YAML)." };

    public static Option<bool> Json() => new("--json") { Description = "Write JSON instead of text." };

    public static Option<string[]> Slides() => new("--slides")
    {
        Description = "Slides to use instead of the pipeline's: files, folders or globs.",
        HelpName = "P",
        AllowMultipleArgumentsPerToken = true,
    };

    public static Option<string[]> Set() => new("--set")
    {
        Description = "Overrides one option of the pipeline; may be repeated. Checked like the file itself.",
        HelpName = "stage.option=value",
    };

    public static Option<int?> Limit() =>
        new Option<int?>("--limit") { Description = "Run the first N slides only.", HelpName = "N" }.Within(1);
}
