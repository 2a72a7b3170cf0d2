using TissueNet.Slides.Tiff;

namespace TissueNet.Slides.Writing;

/// <summary>A tiled JPEG TIFF (pyramidal TIF, SVS), of which stored tiles can be copied as they are.</summary>
internal sealed class LosslessSource : IDisposable
{
    private const int MaxTableBytes = 1 << 20;
    private readonly TiffFile file;
    private readonly TiffPyramid pyramid;

    private LosslessSource(TiffFile file, TiffPyramid pyramid)
    {
        this.file = file;
        this.pyramid = pyramid;
    }

    /// <summary>The file's bytes.</summary>
    public IByteSource Bytes => file.Source;

    public string Path => file.Path;

    /// <summary>Opens a slide's file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="info">What its reader says.</param>
    /// <exception cref="SlideException">Its tiles cannot be copied.</exception>
    public static LosslessSource Open(string path, SlideInfo info)
    {
        if (info.Format is not ("tiff" or "svs"))
        {
            throw Unsuitable(path, $"is read by '{info.Format}'");
        }

        var bytes = new FileByteSource(path);
        try
        {
            TiffFile tiff = TiffFile.Read(path, bytes);
            var source = new LosslessSource(tiff, TiffPyramid.Find(tiff));
            TiffImage image = source.pyramid.Levels[0].Image;
            return IsSuitable(image)
                ? source
                : throw Unsuitable(
                    path,
                    image.IsTiled ? $"stores its tiles as {TiffCompression.Name(image.Compression)}" : "stores strips and not tiles");
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    }

    /// <summary>The stored tiles of a level; null when they are not of a kind that can be copied.</summary>
    /// <exception cref="SlideException">The table of tiles is damaged.</exception>
    public StoredTiles? Find(int level)
    {
        TiffImage image = pyramid.Levels[level].Image;
        if (!IsSuitable(image))
        {
            return null;
        }

        TiffDirectory directory = image.Directory;
        long[] offsets = directory.Integers(TiffTag.TileOffsets, long.MaxValue), counts = directory.Integers(TiffTag.TileByteCounts, long.MaxValue);
        int expected = image.Across * image.Down;
        if (offsets.Length < expected || counts.Length < expected)
        {
            throw file.Corrupt($"directory {directory.Index} lists {Math.Min(offsets.Length, counts.Length)} tiles, expected {expected}");
        }

        long[] ratio = directory.Integers(TiffTag.YCbCrSubSampling, 2);
        var page = new TiffPage(
            new PlannedLevel(image.Width, image.Height, image.TileWidth, image.TileHeight),
            directory.Bytes(TiffTag.JpegTables, MaxTableBytes),
            (int)image.Photometric,
            image.Samples,
            ratio is [> 0 and <= 4, > 0 and <= 4] ? ((int)ratio[0], (int)ratio[1]) : null);
        return new StoredTiles(page, offsets[..expected], counts[..expected]);
    }

    /// <summary>Says that a file is damaged.</summary>
    public SlideException Corrupt(string what) => file.Corrupt(what);

    public bool Contains(long offset, long count) => file.Contains(offset, count);

    public void Dispose() => file.Source.Dispose();

    private static bool IsSuitable(TiffImage image) =>
        image is { IsTiled: true, IsPlanar: false, Obstacle: null, Compression: TiffCompression.Jpeg, TileWidth: var width, TileHeight: var height }
        && width % 16 == 0 && height % 16 == 0;

    private static SlideException Unsuitable(string path, string reason) => new(
        path,
        $"'{System.IO.Path.GetFileName(path)}' {reason}; without loss only the tiles of tiled JPEG TIFF and SVS files can be copied.",
        "Convert it without --lossless.");
}
