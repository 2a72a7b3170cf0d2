namespace TissueNet.Cli.Inspection;

/// <summary>What a slide takes on the disk.</summary>
internal static class SlideFiles
{
    /// <summary>Bytes of a slide's file; of a MIRAX slide, with all files of the folder beside it that has its name.</summary>
    /// <param name="path">The slide.</param>
    /// <returns>Bytes; null where they cannot be told.</returns>
    public static long? Bytes(string path)
    {
        try
        {
            long bytes = new FileInfo(path).Length;
            string folder = Path.ChangeExtension(Path.GetFullPath(path), null);
            bool isMirax = Path.GetExtension(path).Equals(".mrxs", StringComparison.OrdinalIgnoreCase);
            return isMirax && Directory.Exists(folder)
                ? bytes + new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length)
                : bytes;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null; // a size is no reason to refuse a slide; what is wrong with the file shows when it is opened
        }
    }
}
