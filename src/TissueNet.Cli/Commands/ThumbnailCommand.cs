using System.CommandLine;
using TissueNet.Cli.Inspection;
using TissueNet.Cli.Output;
using TissueNet.Hosting;
using TissueNet.Pipelines;
using TissueNet.Slides;
using TissueNet.Stages;

namespace TissueNet.Cli.Commands;

/// <summary><c>tissuenet thumbnail</c>: slides as small pictures.</summary>
internal sealed class ThumbnailCommand : Command, IExamples
{
    private const int MaxSize = 8192;
    private const int DefaultSize = 1024;

    private readonly Argument<string[]> slides = new("SLIDE")
    {
        Description = "Slides: files, folders or globs.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string> output = new("--output", "-o", "--out")
    {
        Description = "The picture to write, .png or .jpg; or a folder, which gets one for each slide.",
        HelpName = "F|DIR",
        Required = true,
    };

    private readonly Option<int?> size = new Option<int?>("--size")
    {
        Description = $"Length of the longer side in pixels, 1 to {MaxSize}; never larger than the slide. Default {DefaultSize}; for --associated, as stored.",
        HelpName = "N",
    }.Within(1, MaxSize);

    private readonly Option<string?> associated = new("--associated")
    {
        Description = "Write an associated image instead: label, macro, thumbnail, or what else 'tissuenet inspect' lists.",
        HelpName = "NAME",
    };

    private readonly Option<string> format = new("--format")
    {
        Description = "What pictures in a folder are: png or jpg.",
        DefaultValueFactory = _ => "png",
    };

    private readonly Terminal terminal;

    public ThumbnailCommand(Terminal terminal)
        : base("thumbnail", "Writes slides as small pictures, read from their pyramids; or their label and macro images.")
    {
        this.terminal = terminal;
        format.AcceptOnlyFromAmong("png", "jpg");
        output.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && !IsPicture(result.Tokens[0].Value) && !MayBeFolder(result.Tokens[0].Value))
            {
                result.AddError($"'{result.Tokens[0].Value}' does not end in .png, .jpg or .jpeg, and is no folder.");
            }
        });
        Add(slides);
        Add(output);
        Add(size);
        Add(associated);
        Add(format);
        SetAction(Run);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples =>
    [
        "tissuenet thumbnail a.svs -o a.png",
        "tissuenet thumbnail a.svs -o a.jpg --size 2048",
        "tissuenet thumbnail a.svs -o label.png --associated label",
        "tissuenet thumbnail scans/ -o thumbnails/ --size 512 --format jpg",
    ];

    private static bool IsPicture(string path) => PictureFile.IsPicture(path) && !Directory.Exists(path) && !Path.EndsInDirectorySeparator(path);

    private static bool MayBeFolder(string path) =>
        Directory.Exists(path) || Path.EndsInDirectorySeparator(path) || (!Path.HasExtension(path) && !File.Exists(path));

    private int Run(ParseResult parsed)
    {
        string target = parsed.GetRequiredValue(output);
        IReadOnlyList<(string Path, string Name)> found = SlideDiscovery.Find(new SlideSelection { Paths = parsed.GetRequiredValue(slides) });
        bool isPicture = IsPicture(target);
        if (isPicture && found.Count > 1)
        {
            terminal.WriteError($"'{target}' is one picture for {Figures.Count(found.Count)} slides. Name a folder with -o.");
            return RunExitCodes.Invalid;
        }

        string folder = OutputFolder.Prepare(isPicture ? Path.GetDirectoryName(Path.GetFullPath(target))! : target);
        int failed = 0;
        using var opener = new SlideOpener();
        foreach ((string path, string name) in found)
        {
            string picture = isPicture ? Path.GetFullPath(target) : Path.Combine(folder, $"{name}.{parsed.GetValue(format)}");
            try
            {
                (int width, int height) = Write(opener, path, picture, parsed);
                terminal.Out.WriteLine($"{picture}: {width} x {height}");
            }
            catch (Exception exception)
            {
                // Whatever is wrong with one slide must not keep the others from their pictures.
                failed++;
                terminal.WriteError(InspectedSlide.Refused(path, null, exception).Message);
            }
        }

        return failed > 0 ? RunExitCodes.SlidesFailed : RunExitCodes.Success;
    }

    private (int Width, int Height) Write(SlideOpener opener, string path, string picture, ParseResult parsed)
    {
        if (Path.GetFullPath(path).Equals(picture, StringComparison.OrdinalIgnoreCase))
        {
            throw new StageException("The picture would replace the slide itself.", "Name another with -o.");
        }

        (Slide slide, SlideScope scope) = opener.OpenSlide(path);
        using (scope)
        {
            return parsed.GetValue(associated) is { } name
                ? Thumbnail.WriteAssociated(slide, name, picture, parsed.GetValue(size))
                : Thumbnail.Write(slide, picture, parsed.GetValue(size) ?? DefaultSize);
        }
    }
}
