namespace TissueNet.Bench;

/// <summary>The model of the benchmarks, found from the program's folder upwards: BenchmarkDotNet runs it deep below its project.</summary>
internal static class BenchModel
{
    public static string Manifest { get; } = Find();

    private static string Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string path = Path.Combine(folder.FullName, "models", "bench-shufflenet.yaml");
            if (File.Exists(path))
            {
                return path;
            }
        }

        throw new FileNotFoundException($"No models/bench-shufflenet.yaml above '{AppContext.BaseDirectory}': run the benchmarks in the repository.");
    }
}
