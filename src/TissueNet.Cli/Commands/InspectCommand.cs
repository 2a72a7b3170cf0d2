using System.CommandLine;
using System.Globalization;
using TissueNet.Cli.Inspection;
using TissueNet.Cli.Output;
using TissueNet.Hosting;
using TissueNet.Pipelines;
using TissueNet.Slides;
using TissueNet.Stages;

namespace TissueNet.Cli.Commands;

/// <summary><c>tissuenet inspect</c>: what slides say about themselves.</summary>
internal sealed class InspectCommand : Command, IExamples
{
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
        List<string> paths = isOne ? [given[0]] : [.. SlideDiscovery.Find(new SlideSelection { Paths = given }).Select(slide => slide.Path)];
        using var opener = new SlideOpener();
        List<Inspected> inspected = [.. paths.Select(path => Inspect(opener, path))];
        foreach (Inspected slide in inspected.Where(slide => slide.Error is not null))
        {
            terminal.WriteError(slide.Error!);
        }

        if (parsed.GetValue(json))
        {
            object[] shapes = [.. inspected.Select(slide => slide.Description ?? (object)new { slide.Path, slide.Error })];
            terminal.Out.WriteLine(isOne ? JsonText.Document(shapes[0]) : JsonText.Document(shapes));
        }
        else if (isOne && inspected[0].Description is { } only)
        {
            SlideText.Write(terminal, only);
        }
        else if (!isOne)
        {
            WriteTable(inspected);
        }

        return inspected.Exists(slide => slide.Error is not null) ? RunExitCodes.SlidesFailed : RunExitCodes.Success;
    }

    private static Inspected Inspect(SlideOpener opener, string path)
    {
        try
        {
            using ISlideReader reader = opener.Open(path);
            return new Inspected(path, SlideDescription.Of(path, reader.Info), null);
        }
        catch (Exception exception) when (exception is StageException or IOException or UnauthorizedAccessException)
        {
            string remedy = (exception as StageException)?.Remedy is { } advice ? " " + advice : "";
            return new Inspected(path, null, $"{path}: {exception.Message}{remedy}");
        }
    }

    private void WriteTable(List<Inspected> inspected) => terminal.WriteTable(
        ["slide", "format", "vendor", ">width", ">height", ">mpp", ">levels", "codec"],
        inspected.Where(slide => slide.Description is not null).Select(slide => slide.Description!).Select(slide => (IReadOnlyList<string>)
        [
            slide.Path,
            slide.Format,
            slide.Vendor,
            Figures.Count(slide.Levels[0].Width),
            Figures.Count(slide.Levels[0].Height),
            slide.MppX?.ToString("0.####", CultureInfo.InvariantCulture) ?? "unknown",
            Figures.Count(slide.Levels.Count),
            slide.Levels[0].Codec,
        ]));

    private sealed record Inspected(string Path, SlideDescription? Description, string? Error);
}
