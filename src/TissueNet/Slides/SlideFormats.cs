using System.Reflection;
using TissueNet.Slides.Fetching;
using TissueNet.Slides.OpenSlide;
using TissueNet.Stages;

namespace TissueNet.Slides;

/// <summary>All kinds of slides that can be opened, in the order in which they are asked.</summary>
internal static class SlideFormats
{
    private const int HeadBytes = 64 << 10;

    /// <summary>The formats of this assembly: each class that implements <see cref="ISlideFormat"/>, by <see cref="ISlideFormat.Order"/>.</summary>
    public static IReadOnlyList<ISlideFormat> All { get; } =
    [
        .. Assembly.GetExecutingAssembly().GetTypes()
            .Where(t => t is { IsClass: true, IsAbstract: false } && t.IsAssignableTo(typeof(ISlideFormat))
                && t.GetConstructor(Type.EmptyTypes) is not null)
            .Select(t => (ISlideFormat)Activator.CreateInstance(t)!)
            .OrderBy(f => f.Order).ThenBy(f => f.Name, StringComparer.Ordinal),
    ];

    /// <summary>Opens a slide with a cache of its own.</summary>
    /// <param name="path">The file.</param>
    /// <param name="pool">Memory for decoded tiles.</param>
    /// <param name="cacheBytes">The most bytes of decoded tiles to keep; 0 keeps none.</param>
    /// <param name="only">Name of the one format to use; null for whichever fits.</param>
    /// <exception cref="SlideException">It cannot be opened.</exception>
    public static ISlideReader Open(string path, IPixelPool pool, long cacheBytes, string? only = null) =>
        Open(path, only, format => format.Open(path, pool, cacheBytes));

    /// <summary>Opens a slide with a cache that it shares with others.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cache">Keeps decoded tiles; outlives the reader.</param>
    /// <param name="only">Name of the one format to use; null for whichever fits.</param>
    /// <exception cref="SlideException">It cannot be opened.</exception>
    public static ISlideReader Open(string path, TileCache cache, string? only = null) =>
        Open(path, only, format => format.Open(path, cache));

    /// <summary>Opens a slide with a cache and a look ahead that it shares with others.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cache">Keeps decoded tiles; outlives the reader.</param>
    /// <param name="ahead">Reads stored tiles ahead while storage is slow; outlives the reader.</param>
    /// <param name="only">Name of the one format to use; null for whichever fits.</param>
    /// <exception cref="SlideException">It cannot be opened.</exception>
    public static ISlideReader Open(string path, TileCache cache, ReadAhead ahead, string? only) =>
        Open(path, only, format => format.Open(path, cache, ahead));

    private static ISlideReader Open(string path, string? only, Func<ISlideFormat, ISlideReader> open)
    {
        try
        {
            byte[] head = ReadHead(path);
            var refusals = new List<(string Format, SlideException Refusal)>();
            foreach (ISlideFormat format in only is null ? InOrder(path, head) : All.Where(f => f.Name == only))
            {
                try
                {
                    return open(format);
                }
                catch (SlideException refusal) when (refusal.IsUnsupported)
                {
                    refusals.Add((format.Name, refusal));
                }
            }

            throw Refused(path, only, refusals);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SlideException(
                path,
                $"'{path}' cannot be read: {exception.Message.TrimEnd('.')}.",
                exception is UnauthorizedAccessException ? "Check the file's permissions." : "Check the path and the drive.",
                exception);
        }
    }

    // A file of a format that OpenSlide is for goes there first: an NDPI over 4 GB is no TIFF that a TIFF reader could make sense of.
    private static List<ISlideFormat> InOrder(string path, byte[] head)
    {
        bool isForeign = ForeignSlides.Find(path, head) is not null;
        return [.. All.Where(f => f.Detect(path, head)).OrderBy(f => isForeign && f.Name != OpenSlideFormat.FormatName)];
    }

    private static byte[] ReadHead(string path)
    {
        if (Directory.Exists(path))
        {
            throw new SlideException(path, $"'{path}' is a folder, expected a slide's file.");
        }

        if (!File.Exists(path))
        {
            throw new SlideException(path, $"'{path}' does not exist.", "Check the path.");
        }

        using FileStream file = File.OpenRead(path);
        byte[] head = new byte[Math.Min(HeadBytes, file.Length)];
        int length = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        return length > 0 ? head[..length] : throw new SlideException(path, $"'{path}' is empty.", "Copy or export the slide again.");
    }

    private static SlideException Refused(string path, string? only, List<(string Format, SlideException Refusal)> refusals)
    {
        string name = Path.GetFileName(path);
        return refusals switch
        {
            [] => new SlideException(
                path,
                only is null ? $"'{name}' is of no known kind of slide." : $"There is no slide reader '{only}'.",
                $"The readers are: {string.Join(", ", All.Select(f => f.Name))}."),
            [var single] => single.Refusal,
            _ => new SlideException(
                path,
                $"'{name}' cannot be read. " + string.Join(" ", refusals.DistinctBy(r => r.Refusal.Message).Select(r => $"[{r.Format}] {r.Refusal.Message}")),
                Remedy(refusals),
                refusals[0].Refusal),
        };
    }

    // To install OpenSlide helps more than to convert.
    private static string? Remedy(List<(string Format, SlideException Refusal)> refusals) => refusals
        .Where(r => r.Refusal.Remedy is not null)
        .OrderBy(r => r.Refusal.Remedy != OpenSlideRefusals.Remedy(OpenSlideLibrary.Wish))
        .Select(r => r.Refusal.Remedy)
        .FirstOrDefault();
}
