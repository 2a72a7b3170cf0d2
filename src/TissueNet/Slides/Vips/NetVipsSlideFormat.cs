using NetVips;
using TissueNet.Slides.Tiff;
using TissueNet.Stages;

namespace TissueNet.Slides.Vips;

/// <summary>Whatever else libvips reads: PNG, JPEG, TIFF of other codecs and layouts.</summary>
internal sealed class NetVipsSlideFormat : ISlideFormat
{
    /// <inheritdoc/>
    public string Name => "vips";

    /// <inheritdoc/>
    public int Order => 100;

    /// <inheritdoc/>
    /// <remarks>The last to be asked, it takes all: libvips looks itself whether it knows the file.</remarks>
    public bool Detect(string path, ReadOnlySpan<byte> head) => true;

    /// <inheritdoc/>
    public ISlideReader Open(string path, IPixelPool pool, long cacheBytes)
    {
        if (VipsRuntime.Unusable is { } reason)
        {
            throw new SlideException(path, $"'{Path.GetFileName(path)}' needs libvips. {reason}", "Run 'tissuenet doctor'.");
        }

        var levels = new List<VipsLevel>();
        try
        {
            return IsTiff(path) ? OpenTiff(path, levels) : OpenSingle(path, levels);
        }
        catch (Exception exception)
        {
            levels.ForEach(l => l.Dispose());
            if (exception is VipsException vips)
            {
                throw new SlideException(
                    path,
                    $"libvips cannot read '{Path.GetFileName(path)}': {VipsErrors.Reason(vips)}.",
                    "Check that the file is a slide.",
                    vips)
                {
                    IsUnsupported = true,
                };
            }

            throw;
        }
    }

    private static bool IsTiff(string path)
    {
        using FileStream file = File.OpenRead(path);
        Span<byte> head = stackalloc byte[4];
        return file.ReadAtLeast(head, 4, throwOnEndOfStream: false) == 4 && TiffFile.HasSignature(head);
    }

    private static NetVipsSlideReader OpenSingle(string path, List<VipsLevel> levels)
    {
        var level = VipsLevel.Open(path, [], image => VipsGuard.Check(path, image, null));
        levels.Add(level);
        (double x, double y) = (1000 / level.PixelsPerMillimetre.X, 1000 / level.PixelsPerMillimetre.Y);
        bool isSensible = TiffResolution.IsSensible(x) && TiffResolution.IsSensible(y);
        string codec = level.Loader.Replace("load", "", StringComparison.Ordinal);
        var info = new SlideInfo
        {
            Format = "vips",
            Vendor = "unknown",
            Levels = [new SlideLevel(0, level.Width, level.Height, 1, level.Width, level.Height, codec)],
            MppX = isSensible ? x : null,
            MppY = isSensible ? y : null,
            IsGrey = level.IsGrey,
            Properties = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["vips.loader"] = level.Loader },
        };
        return new NetVipsSlideReader(path, info, levels);
    }

    // The structure of a TIFF is read by our own parser, which is strict where libtiff is lenient, and knows a pyramid when it sees one.
    private static NetVipsSlideReader OpenTiff(string path, List<VipsLevel> levels)
    {
        using var source = new FileByteSource(path);
        TiffFile file = TiffFile.Read(path, source);
        TiffMakers.RefuseOthers(file);
        TiffPyramid pyramid = TiffPyramid.Find(file);
        foreach ((TiffImage image, _) in pyramid.Levels)
        {
            if (image.Obstacle is { IsFinal: true } obstacle)
            {
                throw obstacle.Refusal(path, image);
            }

            int pages = file.Directories.Count, index = image.Directory.Index;
            VOption options = index < pages
                ? new VOption { { "page", index } }
                : new VOption { { "page", pyramid.Levels[0].Image.Directory.Index }, { "subifd", index - pages } };
            levels.Add(VipsLevel.Open(path, options, opened => VipsGuard.Check(path, opened, image)));

            // Whether this libvips knows the codec shows only when it has to decode.
            levels[^1].Read(levels[^1].Width / 2, levels[^1].Height / 2, 1, 1, new byte[3], 3);
        }

        SlideInfo info = TiffProperties.Describe(pyramid);
        return new NetVipsSlideReader(path, info with
        {
            Format = "vips",
            Associated = new SortedDictionary<string, (int Width, int Height)>(StringComparer.Ordinal),
            Levels = [.. info.Levels.Select((l, i) => l with { Width = levels[i].Width, Height = levels[i].Height })],
        }, levels);
    }
}
