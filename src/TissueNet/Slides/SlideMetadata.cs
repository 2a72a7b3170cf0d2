using System.Globalization;
using CsvHelper;
using TissueNet.Stages;

namespace TissueNet.Slides;

/// <summary>Resolutions of slides by file name, as the challenge's <c>train_metadata.csv</c> gives them.</summary>
internal sealed class SlideMetadata
{
    private const string NameColumn = "filename";
    private const string ResolutionColumn = "resolution";
    private const double MinMpp = 0.01;
    private const double MaxMpp = 100;
    private static readonly CsvReaderOptions Dialect = CsvReaderOptions.Default with { TrimWhitespace = true, TrackLineNumbers = true };
    private readonly Dictionary<string, double> exact = new(StringComparer.Ordinal);
    private readonly Dictionary<string, double> folded = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads a table; columns are found by their names in the first line.</summary>
    /// <param name="path">The CSV file.</param>
    /// <param name="cancellation">Ends reading.</param>
    /// <exception cref="StageException">A column is missing, or a line makes no sense.</exception>
    public static async Task<SlideMetadata> LoadAsync(string path, CancellationToken cancellation)
    {
        var metadata = new SlideMetadata();
        try
        {
            await using CsvReader csv = CsvReader.FromFile(path, Dialect);
            await csv.ReadHeaderAsync(cancellation);
            int name = Column(path, csv, NameColumn), resolution = Column(path, csv, ResolutionColumn);
            while (await csv.ReadAsync(cancellation))
            {
                metadata.Add(path, csv.LineNumber, Field(csv, name), Field(csv, resolution));
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CsvFormatException)
        {
            string reason = exception.Message.Split('\n')[0].Trim();
            throw new StageException($"{path}: the metadata table cannot be read: {reason}", null, exception);
        }

        return metadata;
    }

    /// <summary>Microns per pixel of a slide; null when it is not listed.</summary>
    /// <param name="path">The slide's file, of which the name counts.</param>
    public double? FindMpp(string path)
    {
        string name = Path.GetFileName(path);
        return exact.TryGetValue(name, out double mpp) || folded.TryGetValue(name, out mpp) ? mpp : null;
    }

    private static string Field(CsvReader csv, int column) => column < csv.FieldCount ? csv.GetString(column) : "";

    private static int Column(string path, CsvReader csv, string name)
    {
        int index = Array.FindIndex(csv.Headers.ToArray(), h => h.Trim().Equals(name, StringComparison.OrdinalIgnoreCase));
        return index >= 0
            ? index
            : throw new StageException(
                $"{path}:1: there is no column '{name}'; the columns are: {string.Join(", ", csv.Headers.ToArray())}.",
                "Name the columns filename and resolution in the first line.");
    }

    private void Add(string path, long line, string? name, string? resolution)
    {
        if (string.IsNullOrEmpty(name))
        {
            throw new StageException($"{path}:{line}: there is no file name.");
        }

        if (!double.TryParse(resolution, NumberStyles.Float, CultureInfo.InvariantCulture, out double mpp)
            || mpp is not (>= MinMpp and <= MaxMpp))
        {
            throw new StageException(
                $"{path}:{line}: the resolution of '{name}' is '{resolution}', expected microns per pixel from {MinMpp} to {MaxMpp}.");
        }

        name = Path.GetFileName(name.Replace('\\', '/'));
        if (exact.TryGetValue(name, out double before) && before != mpp)
        {
            throw new StageException($"{path}:{line}: '{name}' has a resolution of {mpp} here, but of {before} above.");
        }

        exact[name] = mpp;
        folded.TryAdd(name, mpp);
    }
}
