namespace TissueNet.Slides.OpenSlide;

/// <summary>The folder beside a MIRAX slide's file, which holds all of its pixels.</summary>
internal static class MiraxFolder
{
    private const string Index = "Slidedat.ini";

    /// <summary>Refuses a MIRAX slide without its folder: OpenSlide would not even say that it is one.</summary>
    /// <param name="path">Any file.</param>
    /// <exception cref="SlideException">The folder or its index is missing.</exception>
    public static void Check(string path)
    {
        if (!Path.GetExtension(path).Equals(".mrxs", StringComparison.OrdinalIgnoreCase))
        {
            return;
        }

        string name = Path.GetFileName(path), folder = Path.ChangeExtension(path, null);
        if (!Directory.Exists(folder))
        {
            throw new SlideException(
                path,
                $"The folder '{Path.GetFileName(folder)}', which holds the pixels of '{name}', is missing: expected beside it.",
                $"Copy the folder '{Path.GetFileName(folder)}' together with '{name}'.");
        }

        if (!File.Exists(Path.Combine(folder, Index)))
        {
            throw new SlideException(
                path, $"The folder '{Path.GetFileName(folder)}' of '{name}' has no {Index}.", "Copy the slide again, with all files of its folder.");
        }
    }
}
