using System.CommandLine;
using System.Globalization;
using TissueNet.Cli.Inspection;
using TissueNet.Cli.Output;
using TissueNet.Hosting;
using TissueNet.Pipelines;

namespace TissueNet.Cli.Commands;

/// <summary><c>tissuenet inspect</c>: what slides say about themselves.</summary>
internal sealed class InspectCommand : Command, IExamples
{
    // Opening is waiting for the disk, most of all for one across the network.
    private const int AtOnce = 4;

    private readonly Argument<string[]> slides = new("SLIDE")
    {
        Description = "Slides: files, folders or globs.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<bool> json = Shared.Json();
    private readonly Terminal terminal;

    public InspectCommand(Terminal terminal)
        : base("inspect", "Shows format, resolution, levels and properties of slides; a table for several.")
    {
        this.terminal = terminal;
        Add(slides);
        Add(json);
        SetAction(Run);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples => ["tissuenet inspect a.svs", "tissuenet inspect scans/", "tissuenet inspect a.svs b.tif --json"];

    private int Run(ParseResult parsed)
    {
        string[] given = parsed.GetRequiredValue(slides);
        bool isOne = given.Length == 1 && File.Exists(given[0]);
        string[] paths = isOne ? [given[0]] : [.. SlideDiscovery.Find(new SlideSelection { Paths = given }).Select(slide => slide.Path)];
        using var opener = new SlideOpener();
        List<InspectedSlide> inspected =
            [.. paths.AsParallel().AsOrdered().WithDegreeOfParallelism(AtOnce).Select(path => InspectedSlide.Open(opener, path))];
        foreach (InspectedSlide slide in inspected.Where(slide => slide.Error is not null))
        {
            terminal.WriteError(slide.Message);
        }

        if (parsed.GetValue(json))
        {
            object[] shapes = [.. inspected.Select(slide => slide.Shape)];
            terminal.Out.WriteLine(isOne ? JsonText.Document(shapes[0]) : JsonText.Document(shapes));
        }
        else if (!isOne)
        {
            WriteTable(inspected);
        }
        else if (inspected[0].Description is { } only)
        {
            SlideText.Write(terminal, only);
        }

        return inspected.Exists(slide => slide.Error is not null) ? RunExitCodes.SlidesFailed : RunExitCodes.Success;
    }

    private void WriteTable(List<InspectedSlide> inspected)
    {
        bool anyFailed = inspected.Exists(slide => slide.Error is not null);
        terminal.WriteTable(
            ["slide", "format", "vendor", ">width", ">height", ">mpp", ">levels", "codec", ">bytes", .. anyFailed ? ["note"] : Array.Empty<string>()],
            inspected.Select(slide => (IReadOnlyList<string>)
            [
                slide.Path,
                .. slide.Description is { } description ? Cells(description) : ["", "", "", "", "", "", ""],
                slide.Bytes is { } bytes ? Figures.Count(bytes) : "",
                .. anyFailed ? [slide.Note] : Array.Empty<string>(),
            ]));
    }

    private static string[] Cells(SlideDescription slide) =>
    [
        slide.Format,
        slide.Vendor,
        Figures.Count(slide.Levels[0].Width),
        Figures.Count(slide.Levels[0].Height),
        slide.MppX?.ToString("0.####", CultureInfo.InvariantCulture) ?? "unknown",
        Figures.Count(slide.Levels.Count),
        slide.Levels[0].Codec,
    ];
}
