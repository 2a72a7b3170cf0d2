using System.CommandLine;
using TissueNet.Cli.Conversion;
using TissueNet.Cli.Output;
using TissueNet.Hosting;
using TissueNet.Pipelines;
using TissueNet.Slides.Jpeg;
using TissueNet.Slides.Writing;
using TissueNet.Stages;

namespace TissueNet.Cli.Commands;

/// <summary><c>tissuenet convert</c>: slides as pyramidal TIFF or DeepZoom.</summary>
internal sealed class ConvertCommand : Command, IExamples
{
    private readonly ConvertSwitches switches = new();
    private readonly Terminal terminal;
    private readonly Interruption interruption;

    public ConvertCommand(Terminal terminal, Interruption interruption)
        : base("convert", "Converts slides to pyramidal TIFF (512 px tiles, JPEG), or to DeepZoom.")
    {
        this.terminal = terminal;
        this.interruption = interruption;
        switches.AddTo(this);
        SetAction((parsed, _) => RunAsync(parsed));
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples =>
    [
        "tissuenet convert a.mrxs -o tif",
        "tissuenet convert scans/ -o tif --memory '2 GiB'",
        "tissuenet convert 'scans/*.svs' -o tif --lossless",
        "tissuenet convert a.ndpi -o web --deepzoom",
    ];

    private async Task<int> RunAsync(ParseResult parsed)
    {
        string[] given = parsed.GetRequiredValue(switches.Slides);
        string output = Path.GetFullPath(parsed.GetRequiredValue(switches.Output));
        IReadOnlyList<(string Path, string Name)> slides =
            SlideDiscovery.Find(new SlideSelection { Paths = given }, path => IsOwnResult(path, given, output));
        OutputFolder.Prepare(output, switches.Output.Name);
        int parallel = Math.Min(parsed.GetValue(switches.Parallel) ?? Math.Min(2, Environment.ProcessorCount), Math.Max(1, slides.Count));
        ConversionOptions options = switches.Read(parsed, parallel);
        IConvertView view = parsed.GetValue(switches.Json) ? new JsonConvertView(terminal)
            : terminal.IsInteractive ? new TerminalConvertView(terminal) : new PlainConvertView(terminal);
        var loop = new ConvertLoop(new SlideConverter(options, JpegEncoders.Default, TimeProvider.System), view, terminal, TimeProvider.System);
        long start = TimeProvider.System.GetTimestamp();
        interruption.BeginRun(() => loop.Show(view.Stopping));
        try
        {
            await view.ShowAsync(slides.Count, output, () => loop.RunAsync(slides, output, parallel, interruption.Stop));
        }
        finally
        {
            interruption.EndRun();
        }

        int code = interruption.IsRequested ? RunExitCodes.Interrupted
            : loop.Ended.Any(slide => slide.Status == SlideStatus.Failed) ? RunExitCodes.SlidesFailed : RunExitCodes.Success;
        loop.Show(() => view.Finished(new ConvertSummary
        {
            Asked = slides.Count,
            Slides = [.. loop.Ended],
            Duration = TimeProvider.System.GetElapsedTime(start),
            Pixels = loop.Pixels,
            Output = output,
            WasStopped = interruption.IsRequested,
            ExitCode = code,
        }));
        return code;
    }

    // 'convert scans -o scans/tif', said twice, is not to convert the results of the first time.
    private static bool IsOwnResult(string slide, string[] given, string output) =>
        IsIn(slide, output) && !given.Any(g => IsIn(Path.GetFullPath(g), output));

    private static bool IsIn(string path, string folder) =>
        path == folder || path.StartsWith(folder.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
