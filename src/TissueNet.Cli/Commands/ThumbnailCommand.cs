using System.CommandLine;
using TissueNet.Cli.Inspection;
using TissueNet.Cli.Output;
using TissueNet.Hosting;
using TissueNet.Slides;
using TissueNet.Stages;

namespace TissueNet.Cli.Commands;

/// <summary><c>tissuenet thumbnail</c>: a slide as a small picture.</summary>
internal sealed class ThumbnailCommand : Command, IExamples
{
    private const int MaxSize = 8192;

    private readonly Argument<string> slide = new("SLIDE") { Description = "The slide." };
    private readonly Option<string> output = new("--output", "-o")
    {
        Description = "The picture to write: .png or .jpg.",
        HelpName = "F",
        Required = true,
    };

    private readonly Option<int> size = new("--size")
    {
        Description = "Length of the longer side in pixels, 1 to 8192; never larger than the slide.",
        HelpName = "N",
        DefaultValueFactory = _ => 1024,
    };

    private readonly Terminal terminal;

    public ThumbnailCommand(Terminal terminal)
        : base("thumbnail", "Writes a slide as a small picture, read from its pyramid.")
    {
        this.terminal = terminal;
        size.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out int pixels) && pixels is < 1 or > MaxSize)
            {
                result.AddError($"--size is {pixels}; it must be 1 to {MaxSize}.");
            }
        });
        output.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && ThumbnailFile.Suffix(result.Tokens[0].Value) is null)
            {
                result.AddError($"'{result.Tokens[0].Value}' does not end in .png, .jpg or .jpeg.");
            }
        });
        Add(slide);
        Add(output);
        Add(size);
        SetAction(Run);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples => ["tissuenet thumbnail a.svs -o a.png", "tissuenet thumbnail a.svs -o a.jpg --size 2048"];

    private int Run(ParseResult parsed)
    {
        string path = parsed.GetRequiredValue(slide);
        try
        {
            using var opener = new SlideOpener();
            (Slide opened, SlideScope scope) = opener.OpenSlide(path);
            using (scope)
            {
                (int width, int height) = ThumbnailFile.Write(opened, parsed.GetRequiredValue(output), parsed.GetValue(size));
                terminal.Out.WriteLine($"{parsed.GetRequiredValue(output)}: {width} x {height}");
            }

            return RunExitCodes.Success;
        }
        catch (StageException exception)
        {
            terminal.WriteError(exception.Remedy is null ? $"{path}: {exception.Message}" : $"{path}: {exception.Message} {exception.Remedy}");
            return RunExitCodes.SlidesFailed;
        }
    }
}
