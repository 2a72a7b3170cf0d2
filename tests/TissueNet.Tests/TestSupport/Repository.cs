namespace TissueNet.Tests.TestSupport;

/// <summary>Where things are: the repository's root and the shared data beside it.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>Whether the real slides are there. In CI their absence is a failure, so there this throws.</summary>
    public static bool HasShared
    {
        get
        {
            bool there = Directory.Exists(SharedRoot);
            return there || Environment.GetEnvironmentVariable("CI") != "true"
                ? there
                : throw new DirectoryNotFoundException($"The shared data is missing: '{SharedRoot}'. CI needs it beside the repository.");
        }
    }

    private static string SharedRoot => Path.GetFullPath(Path.Combine(Root, "..", "shared"));

    /// <summary>A path under ../shared; skips the test where the data is absent (but fails in CI).</summary>
    public static string Shared(params string[] parts)
    {
        Assert.SkipUnless(HasShared, "The shared data is not beside the repository.");
        return Path.Combine([SharedRoot, .. parts]);
    }

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "TissueNet.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new DirectoryNotFoundException($"No TissueNet.sln above '{AppContext.BaseDirectory}'.");
    }
}
