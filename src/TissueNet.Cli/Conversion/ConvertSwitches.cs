using System.CommandLine;
using TissueNet.Cli.Commands;
using TissueNet.Slides.Writing;
using TissueNet.Stages;

namespace TissueNet.Cli.Conversion;

/// <summary>The arguments and options of <c>convert</c>.</summary>
internal sealed class ConvertSwitches
{
    private const int MaxTile = 4096;
    private const double MinMpp = 0.01;
    private const double MaxMpp = 50;

    private readonly Option<int> quality = new("--quality")
    {
        Description = "JPEG quality, 1 to 100.",
        HelpName = "N",
        DefaultValueFactory = _ => 75,
    };

    private readonly Option<int> tile = new("--tile")
    {
        Description = "Side of tiles in pixels, a multiple of 16.",
        HelpName = "N",
        DefaultValueFactory = _ => 512,
    };

    private readonly Option<bool> fullColor = new("--full-color")
    {
        Description = "Store colour at full resolution (4:4:4) instead of half (4:2:0); larger files.",
    };

    private readonly Option<bool> lossless = new("--lossless")
    {
        Description = "Copy the stored JPEG tiles of pyramidal TIF and SVS bit for bit; encode only levels that are missing.",
    };

    private readonly Option<bool> deepZoom = new("--deepzoom")
    {
        Description = "Write a DeepZoom pyramid (.dzi, tiles of 254 px with 1 px overlap) for web viewers instead of a TIFF.",
    };

    private readonly Option<bool> overwrite = new("--overwrite")
    {
        Description = "Replace files that are there already.",
    };

    private readonly Option<double?> mpp = new("--mpp")
    {
        Description = "Microns per pixel of slides that do not say.",
        HelpName = "N",
    };

    private readonly Option<string> memory = new("--memory")
    {
        Description = "Memory for pixels in all.",
        HelpName = "SIZE",
        DefaultValueFactory = _ => "512 MiB",
    };

    public Argument<string[]> Slides { get; } = new("SLIDE")
    {
        Description = "Slides: files, folders or globs.",
        Arity = ArgumentArity.OneOrMore,
    };

    public Option<string> Output { get; } = new("--output", "-o", "--out")
    {
        Description = "Folder for the results; made if need be.",
        HelpName = "DIR",
        Required = true,
    };

    public Option<int?> Parallel { get; } = new("--parallel")
    {
        Description = "Slides at once; all processors work on them. [default: 2]",
        HelpName = "N",
    };

    public Option<bool> Json { get; } = Shared.Json();

    /// <summary>Adds all to the command.</summary>
    public void AddTo(Command command)
    {
        Json.Description = "Write events as JSON, one per line: convert_started, progress, slide_finished, convert_finished.";
        Check(quality, (int value) => value is < 1 or > 100 ? $"--quality is {value}; it must be 1 to 100." : null);
        Check(tile, (int value) => value is < 16 or > MaxTile || value % 16 != 0
            ? $"--tile is {value}; it must be a multiple of 16, up to {MaxTile}." : null);
        Check(mpp, (double? value) => value is { } given and not (>= MinMpp and <= MaxMpp)
            ? $"--mpp is {given}; it must be {MinMpp} to {MaxMpp} um/px." : null);
        Check(Parallel, (int? value) => value is < 1 or > 64 ? $"--parallel is {value}; it must be 1 to 64." : null);
        Check(memory, (string? value) => !ByteSize.TryParse(value ?? "", out ByteSize size) || size.Bytes < 1
            ? $"--memory is '{value}', expected an amount with a unit, such as '512 MiB'." : null);
        command.Add(Slides);
        foreach (Option option in (ReadOnlySpan<Option>)[Output, lossless, deepZoom, quality, tile, fullColor, mpp, overwrite, Parallel, memory, Json])
        {
            command.Add(option);
        }

        command.Validators.Add(result =>
        {
            if (result.GetValue(lossless) && result.GetValue(deepZoom))
            {
                result.AddError("--lossless and --deepzoom exclude each other: DeepZoom tiles overlap and have to be encoded.");
            }
        });
    }

    /// <summary>Reads the options of one slide's conversion.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="parallel">Slides at once, which share threads and memory.</param>
    public ConversionOptions Read(ParseResult parsed, int parallel)
    {
        _ = ByteSize.TryParse(parsed.GetRequiredValue(memory), out ByteSize size); // checked above
        return new ConversionOptions
        {
            Kind = parsed.GetValue(lossless) ? ConversionKind.Lossless
                : parsed.GetValue(deepZoom) ? ConversionKind.DeepZoom : ConversionKind.Pyramid,
            Quality = parsed.GetValue(quality),
            TileSize = parsed.GetValue(tile),
            IsSubsampled = !parsed.GetValue(fullColor),
            MissingMpp = parsed.GetValue(mpp),
            Overwrite = parsed.GetValue(overwrite),
            Threads = Math.Max(1, Environment.ProcessorCount / parallel),
            MemoryBytes = size.Bytes / parallel,
        };
    }

    private static void Check<T>(Option<T> option, Func<T?, string?> complaint) => option.Validators.Add(result =>
    {
        if (result.Errors.Any() || result.Tokens.Count != 1)
        {
            return;
        }

        try
        {
            if (complaint(result.GetValueOrDefault<T>()) is { } error)
            {
                result.AddError(error);
            }
        }
        catch (InvalidOperationException exception)
        {
            // It is no such value at all, and the message says so.
            result.AddError(exception.Message);
        }
    });
}
