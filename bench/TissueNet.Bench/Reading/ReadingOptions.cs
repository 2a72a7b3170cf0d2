using System.Globalization;

namespace TissueNet.Bench.Reading;

/// <summary>What <c>--reading</c> takes from the command line.</summary>
/// <param name="Slide">The slide that is read: a tiled TIFF with JPEG tiles.</param>
/// <param name="SingleLevel">A slide without coarser levels, for patches at half its resolution; null makes one of the first.</param>
/// <param name="Rounds">How often each contestant runs.</param>
/// <param name="Json">Where figures go as JSON; null for nowhere.</param>
/// <param name="Only">Runs the contests whose name contains this.</param>
/// <param name="Who">Runs, beside the first, the contestants whose name contains this.</param>
internal sealed record ReadingOptions(string Slide, string? SingleLevel, int Rounds, string? Json, string? Only, string? Who)
{
    /// <summary>Reads the arguments.</summary>
    public static ReadingOptions Parse(string[] args)
    {
        string? Value(string name) => Array.IndexOf(args, name) is >= 0 and var i && i + 1 < args.Length ? args[i + 1] : null;
        return new ReadingOptions(
            Value("--slide") ?? throw new ArgumentException("--reading needs --slide FILE."),
            Value("--single-level"),
            int.Parse(Value("--rounds") ?? "5", CultureInfo.InvariantCulture),
            Value("--json"),
            Value("--only"),
            Value("--who"));
    }
}
