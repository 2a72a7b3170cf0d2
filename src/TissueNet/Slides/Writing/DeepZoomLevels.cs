using System.Globalization;

namespace TissueNet.Slides.Writing;

/// <summary>Geometry of a DeepZoom pyramid: each level is half of the next, rounded up; level 0 is a single pixel.</summary>
internal static class DeepZoomLevels
{
    /// <summary>Side of a tile without overlap, in pixels.</summary>
    public const int TileSize = 254;

    /// <summary>Pixels that a tile shows of each neighbour.</summary>
    public const int Overlap = 1;

    /// <summary>Sizes of levels, the full one first; DeepZoom numbers them from the other end.</summary>
    public static IReadOnlyList<(int Width, int Height)> Sizes(int width, int height)
    {
        var sizes = new List<(int Width, int Height)> { (width, height) };
        while (width > 1 || height > 1)
        {
            (width, height) = ((width + 1) / 2, (height + 1) / 2);
            sizes.Add((width, height));
        }

        return sizes;
    }

    /// <summary>Where a tile begins and how long it is, along one axis.</summary>
    /// <param name="index">Column or row.</param>
    /// <param name="size">Of the level.</param>
    public static (int Start, int Length) Span(int index, int size)
    {
        int start = Math.Max(0, (index * TileSize) - Overlap), end = Math.Min(size, ((index + 1) * TileSize) + Overlap);
        return (start, end - start);
    }

    /// <summary>The descriptor.</summary>
    public static string Descriptor(int width, int height) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        <?xml version="1.0" encoding="UTF-8"?>
        <Image xmlns="http://schemas.microsoft.com/deepzoom/2008" Format="jpeg" Overlap="{Overlap}" TileSize="{TileSize}">
          <Size Height="{height}" Width="{width}"/>
        </Image>

        """);
}
