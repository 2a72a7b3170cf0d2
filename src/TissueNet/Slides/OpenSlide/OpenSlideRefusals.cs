namespace TissueNet.Slides.OpenSlide;

/// <summary>Why OpenSlide does not open a file, before it has tried.</summary>
internal static class OpenSlideRefusals
{
    private const string Again = "Copy or export the slide again, with all of its files.";
    private const string Convert = "Convert it to a pyramidal TIFF with its scanner's software, or with 'vips tiffsave --tile --pyramid --compression jpeg'.";

    /// <summary>What to do where OpenSlide is missing: nobody is to install what the environment keeps from being used.</summary>
    /// <param name="wish">What <see cref="OpenSlideLibrary.Variable"/> says.</param>
    public static string Remedy(string? wish) =>
        string.IsNullOrEmpty(wish) ? OpenSlideNames.Install
        : wish == OpenSlideLibrary.Nothing ? $"Unset {OpenSlideLibrary.Variable}."
        : $"Unset {OpenSlideLibrary.Variable}, or name an OpenSlide library with it.";

    /// <summary>Refuses what no version of OpenSlide reads.</summary>
    public static void RefuseUnreadable(string path, ForeignKind? kind)
    {
        if (kind is { IsReadByNone: true })
        {
            throw new SlideException(path, $"'{Name(path)}' is {kind.Name} slide, which neither TissueNet nor OpenSlide reads.", Convert);
        }
    }

    /// <summary>OpenSlide is not there.</summary>
    /// <param name="path">The file.</param>
    /// <param name="kind">Its format, if it is one that only OpenSlide reads.</param>
    /// <param name="wish">What <see cref="OpenSlideLibrary.Variable"/> says.</param>
    public static SlideException NotInstalled(string path, ForeignKind? kind, string? wish) => kind is null
        ? new(path, $"OpenSlide, which may read '{Name(path)}', is {Absence(wish)}.", Remedy(wish)) { IsUnsupported = true }
        : new(path, $"'{Name(path)}' is {kind.Name} slide; reading it needs OpenSlide{Least(kind)}, which is {Absence(wish)}.", Remedy(wish));

    /// <summary>OpenSlide does not know the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="kind">Its format, if it is one that only OpenSlide reads.</param>
    /// <param name="library">OpenSlide.</param>
    public static SlideException NotRecognised(string path, ForeignKind? kind, OpenSlideLibrary library)
    {
        if (kind is not null && System.Version.TryParse(library.Version, out Version? version) && version < kind.Since)
        {
            return new(
                path,
                $"'{Name(path)}' is {kind.Name} slide; reading it needs OpenSlide {kind.Since} or later, but {library.Description} is installed.",
                $"Install a newer OpenSlide (or set {OpenSlideLibrary.Variable} to its library), or convert the slide to a pyramidal TIFF.");
        }

        return kind is null or { IsTiff: true }
            ? new(path, $"'{Name(path)}' is of no kind that {library.Description} knows.", Again) { IsUnsupported = true }
            : new(path, $"'{Name(path)}' looks like {kind.Name} slide, but {library.Description} does not read it as one.", Again);
    }

    private static string Absence(string? wish) =>
        string.IsNullOrEmpty(wish) ? "not installed"
        : wish == OpenSlideLibrary.Nothing ? $"forbidden by {OpenSlideLibrary.Variable}={wish}"
        : $"not what {OpenSlideLibrary.Variable} names: '{wish}'";

    private static string Least(ForeignKind kind) => kind.Since.Major > 3 ? $" {kind.Since} or later" : "";

    private static string Name(string path) => Path.GetFileName(path);
}
