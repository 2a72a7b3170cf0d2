using Microsoft.Extensions.FileSystemGlobbing;
using TissueNet.Pipelines;

namespace TissueNet.Hosting;

/// <summary>Finds the slides of a selection and gives each its name.</summary>
internal static class SlideDiscovery
{
    /// <summary>Finds slide files, sorted by path, each with a name for output files that no other has.</summary>
    /// <param name="selection">Where to look.</param>
    /// <param name="isExcluded">Says of a path that it is none; such files have no say in the names of others. Null excludes nothing.</param>
    /// <exception cref="SlideSelectionException">A path does not exist, or nothing matches.</exception>
    public static IReadOnlyList<(string Path, string Name)> Find(SlideSelection selection, Func<string, bool>? isExcluded = null)
    {
        List<(string Path, string Relative)> found = [];
        foreach (string path in selection.Paths)
        {
            found.AddRange(FindIn(path, selection));
        }

        List<(string Path, string Relative)> slides =
        [
            .. found.Where(s => isExcluded?.Invoke(s.Path) != true)
                .DistinctBy(s => s.Path, StringComparer.Ordinal)
                .OrderBy(s => s.Path, StringComparer.Ordinal),
        ];
        if (selection.Paths.Count == 0)
        {
            throw new SlideSelectionException("No slides are named. Say slides: path: in the pipeline, or --slides.");
        }

        if (slides.Count == 0)
        {
            throw new SlideSelectionException(
                $"No slides in {string.Join(", ", selection.Paths.Select(p => $"'{p}'"))}: no file matches "
                + $"{string.Join(", ", selection.Include)}. Check the path, or slides.include.");
        }

        return Name(slides);
    }

    private static List<(string Path, string Relative)> FindIn(string path, SlideSelection selection)
    {
        if (File.Exists(path))
        {
            string full = Path.GetFullPath(path);
            return [(full, Path.GetFileName(full))];
        }

        var matcher = new Matcher(StringComparison.OrdinalIgnoreCase);
        string root = Path.GetFullPath(path);
        if (Directory.Exists(root))
        {
            matcher.AddIncludePatterns(selection.Include.Select(p => selection.Recursive ? "**/" + p : p));
        }
        else if (path.AsSpan().ContainsAny('*', '?'))
        {
            // The fixed part of a glob is the folder to search, the rest the pattern.
            string[] parts = root.Split(Path.DirectorySeparatorChar);
            int fixedParts = Array.FindIndex(parts, p => p.AsSpan().ContainsAny('*', '?'));
            root = string.Join(Path.DirectorySeparatorChar, parts[..fixedParts]) + Path.DirectorySeparatorChar;
            matcher.AddInclude(string.Join('/', parts[fixedParts..]));
            if (!Directory.Exists(root))
            {
                throw new SlideSelectionException($"No folder '{root}', where '{path}' starts. Check the path, given as an argument, as --slides or as slides.path.");
            }
        }
        else
        {
            throw new SlideSelectionException($"No file or folder '{path}'. Check the path, given as an argument, as --slides or as slides.path.");
        }

        return [.. matcher.GetResultsInFullPath(root).Select(p => (Path.GetFullPath(p), Path.GetRelativePath(root, p)))];
    }

    // The file name without extension; where two inputs share it, the path relative to the input with '/' as '__', or relative to what
    // all inputs have in common; where even that is shared, the extension stays, and at last a number tells them apart. Case does not tell files apart: some file systems fold it.
    private static List<(string Path, string Name)> Name(List<(string Path, string Relative)> slides)
    {
        var byStem = slides.ToLookup(s => Path.GetFileNameWithoutExtension(s.Path), StringComparer.OrdinalIgnoreCase);
        var byRelative = slides.ToLookup(s => Flat(Path.ChangeExtension(s.Relative, null)), StringComparer.OrdinalIgnoreCase);
        string common = CommonFolder(slides);
        var byCommon = slides.ToLookup(s => FromCommon(s.Path), StringComparer.OrdinalIgnoreCase);
        HashSet<string> taken = new(StringComparer.OrdinalIgnoreCase);
        List<(string Path, string Name)> named = [];
        foreach ((string path, string relative) in slides)
        {
            string stem = Path.GetFileNameWithoutExtension(path);
            string flat = Flat(Path.ChangeExtension(relative, null));
            string name = byStem[stem].Count() == 1 ? stem
                : byRelative[flat].Count() == 1 ? flat
                : byCommon[FromCommon(path)].Count() == 1 ? FromCommon(path)
                : Flat(Path.GetRelativePath(common, path));
            string unique = name;
            for (int n = 2; !taken.Add(unique); n++)
            {
                unique = $"{name}~{n}";
            }

            named.Add((path, unique));
        }

        return named;

        string FromCommon(string path) => Flat(Path.ChangeExtension(Path.GetRelativePath(common, path), null));
    }

    // Inputs may be several folders or files: the folder above all of them is what their paths have in common.
    private static string CommonFolder(List<(string Path, string Relative)> slides)
    {
        string common = Path.GetDirectoryName(slides[0].Path)!;
        while (!slides.TrueForAll(s => IsBelow(s.Path, common)))
        {
            common = Path.GetDirectoryName(common)!;
        }

        return common;

        static bool IsBelow(string path, string folder) =>
            path.StartsWith(Path.EndsInDirectorySeparator(folder) ? folder : folder + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            || Path.GetDirectoryName(folder) is null;
    }

    private static string Flat(string relative) => relative.Replace('\\', '/').Replace("/", "__", StringComparison.Ordinal);
}
