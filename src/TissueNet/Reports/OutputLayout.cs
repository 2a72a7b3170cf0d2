using TissueNet.Stages;

namespace TissueNet.Reports;

/// <summary>Where a run's files go.</summary>
/// <param name="root">The output folder.</param>
internal sealed class OutputLayout(string root)
{
    public string RunJson => Path.Combine(root, "run.json");

    public string SlidesCsv => Path.Combine(root, "slides.csv");

    public string PatchesCsv(string slide) => Of("patches", slide, ".csv");

    public string MaskPng(string slide) => Of("masks", slide, ".png");

    public string HeatmapPng(string slide) => Of("heatmaps", slide, ".png");

    public string GeoJson(string slide) => Of("geojson", slide, ".geojson");

    /// <summary>The name for the second and further results of one kind: <c>heatmaps/slide.stage.png</c>.</summary>
    /// <param name="path">Path of the first.</param>
    /// <param name="stage">Id of the stage that made this one.</param>
    public static string ForStage(string path, string stage) => Path.ChangeExtension(path, null) + "." + stage + Path.GetExtension(path);

    /// <summary>Creates a file's folder and checks that it can be written, before hours of work depend on it.</summary>
    /// <param name="file">A file that will be written there.</param>
    /// <exception cref="StageException">It cannot.</exception>
    public static void Prepare(string file)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        try
        {
            Directory.CreateDirectory(folder);
            string probe = Path.Combine(folder, $".{Guid.NewGuid():N}.tmp");
            using (new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose))
            {
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StageException(
                $"The output folder '{folder}' cannot be written: {failure.Message}",
                "Choose another with --out, or give yourself the right to write there.",
                failure);
        }
    }

    private string Of(string folder, string name, string extension) => Path.Combine(root, folder, name + extension);
}
