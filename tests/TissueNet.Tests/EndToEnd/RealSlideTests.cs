using System.Globalization;
using System.Text.Json;
using CliWrap;
using CliWrap.Buffered;
using CsvHelper;
using NetTopologySuite.Features;
using NetTopologySuite.IO.Converters;
using TissueNet.Tests.TestSupport;

namespace TissueNet.Tests.EndToEnd;

/// <summary>The command, as a user runs it, on real slides and on damaged ones.</summary>
public class RealSlideTests
{
    private static readonly JsonSerializerOptions GeoJson = new() { Converters = { new GeoJsonConverterFactory() } };

    private static string Slide => Repository.Shared("data", "slides", "CMU-1-Small-Region.svs");

    [Fact]
    public async Task Run_TissueTypesOnARealSlide_LeavesWhatIsPromised()
    {
        using var folder = new TemporaryFolder();
        BufferedCommandResult result = await RunAsync(folder, Slide);
        result.ExitCode.ShouldBe(0, result.StandardError);

        List<Dictionary<string, string>> slides = Table(folder.File("out/slides.csv"));
        slides.Count.ShouldBe(1);
        slides[0]["status"].ShouldBe("succeeded");
        slides[0]["width"].ShouldBe("2220");
        slides[0]["height"].ShouldBe("2967");

        List<Dictionary<string, string>> patches = Table(folder.File("out/patches/CMU-1-Small-Region.csv"));
        patches.Count.ShouldBe(int.Parse(slides[0]["patches"], CultureInfo.InvariantCulture));
        patches.Count.ShouldBeGreaterThan(40);
        string[] classes = [.. patches[0].Keys.Where(k => k.StartsWith("prob_", StringComparison.Ordinal))];
        classes.Length.ShouldBe(7);
        patches.ShouldAllBe(p => Math.Abs(classes.Sum(c => Number(p, c)) - 1) < 1e-3);

        // Tissue is on the right and below; the upper left corner of this slide is glass.
        patches.ShouldNotContain(p => Number(p, "minx") < 224 && Number(p, "miny") < 224);

        new FileInfo(folder.File("out/heatmaps/CMU-1-Small-Region.png")).Length.ShouldBeGreaterThan(10_000);
        new FileInfo(folder.File("out/masks/CMU-1-Small-Region.png")).Exists.ShouldBeTrue();
        FeatureCollection features = JsonSerializer.Deserialize<FeatureCollection>(
            await File.ReadAllTextAsync(folder.File("out/geojson/CMU-1-Small-Region.geojson"), TestContext.Current.CancellationToken), GeoJson)!;
        features.Count.ShouldBe(patches.Count);
        File.Exists(folder.File("out/run.json")).ShouldBeTrue();
    }

    [Fact]
    public async Task Run_FolderWithDamagedFiles_GivesEveryFileAReasonAndTheGoodOnesResults()
    {
        using var folder = new TemporaryFolder();
        string slides = folder.File("slides");
        Copy(Repository.Shared("data", "corrupt"), Path.Combine(slides, "corrupt"));
        Copy(Repository.Shared("data", "slides", "tiff-variants"), Path.Combine(slides, "tiff-variants"));
        File.Copy(Slide, Path.Combine(slides, Path.GetFileName(Slide)));
        BufferedCommandResult result = await RunAsync(folder, slides);
        result.ExitCode.ShouldBe(1, result.StandardError);

        string[] patterns = [".tif", ".tiff", ".svs", ".ndpi", ".mrxs"];
        int files = Directory.EnumerateFiles(slides, "*", SearchOption.AllDirectories).Count(f => patterns.Contains(Path.GetExtension(f)));
        List<Dictionary<string, string>> rows = Table(folder.File("out/slides.csv"));
        rows.Count.ShouldBe(files);
        rows.Count.ShouldBeGreaterThan(100);
        rows.Single(r => r["slide"] == "CMU-1-Small-Region")["status"].ShouldBe("succeeded");
        foreach (Dictionary<string, string> row in rows.Where(r => r["status"] != "succeeded"))
        {
            row["status"].ShouldBe("failed");
            row["error"].Length.ShouldBeGreaterThan(30, $"{row["slide"]}: a reason that a person can act on");
            row["error"].ShouldNotContain("Exception:");
        }

        Directory.EnumerateFiles(folder.File("out"), "*.tmp*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    private static async Task<BufferedCommandResult> RunAsync(TemporaryFolder folder, string slides)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(3)); // in bounded time: far more than it takes, far less than a hang
        return await CliWrap.Cli.Wrap("dotnet")
            .WithArguments([
                Path.Combine(AppContext.BaseDirectory, "tissuenet.dll"), "run", Repository.PathOf("pipelines", "tissue_types.yaml"),
                "--slides", slides, "--out", folder.File("out")])
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(limit.Token);
    }

    private static double Number(Dictionary<string, string> row, string column) => double.Parse(row[column], CultureInfo.InvariantCulture);

    private static List<Dictionary<string, string>> Table(string file)
    {
        using CsvReader csv = CsvReader.FromFile(file, CsvReaderOptions.Default);
        csv.ReadHeader();
        string[] headers = [.. csv.Headers.ToArray()];
        List<Dictionary<string, string>> rows = [];
        while (csv.Read())
        {
            rows.Add(headers.Index().ToDictionary(h => h.Item, h => csv.GetString(h.Index)));
        }

        return rows;
    }

    private static void Copy(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
