namespace TissueNet.Slides.Writing;

/// <summary>The files of a DeepZoom pyramid.</summary>
internal static class DeepZoomFiles
{
    /// <summary>Name of the file, beside the levels, that says where the slide comes from.</summary>
    public const string SourceName = "source.txt";

    /// <summary>The folder of the levels.</summary>
    /// <param name="descriptor">The .dzi file.</param>
    public static string Folder(string descriptor) => Path.ChangeExtension(descriptor, null) + "_files";

    /// <summary>Whether a pyramid is there that says so of its source.</summary>
    public static bool Says(string descriptor, string description)
    {
        string source = Path.Combine(Folder(descriptor), SourceName);
        return File.Exists(source) && File.ReadAllText(source) == description;
    }

    /// <summary>Whether the folder of the levels is there, and is not what a conversion left.</summary>
    public static bool IsForeign(string descriptor) =>
        Directory.Exists(Folder(descriptor)) && !File.Exists(Path.Combine(Folder(descriptor), SourceName));

    /// <summary>Bytes of all files.</summary>
    public static long Bytes(string descriptor) =>
        new FileInfo(descriptor).Length
        + new DirectoryInfo(Folder(descriptor)).EnumerateFiles("*", SearchOption.AllDirectories).Sum(f => f.Length);
}
