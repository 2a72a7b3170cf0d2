using TissueNet.Slides;
using TissueNet.Stages;
using TissueNet.Tissue;

namespace TissueNet.Regions;

/// <summary>Lays a grid over a mask.</summary>
internal static class GridCutter
{
    // More than an 80-gigapixel slide has at 32 px and 0.5 um/px; beyond it, a stride in the wrong unit is likelier than a wish.
    private const long MostCandidates = 100_000_000;

    /// <summary>Cuts the regions that hold enough tissue.</summary>
    /// <param name="mask">The mask.</param>
    /// <param name="options">The grid.</param>
    /// <param name="cancellation">Stops between rows.</param>
    public static RegionGrid Cut(TissueMask mask, RegionGridStage.Options options, CancellationToken cancellation)
    {
        Slide slide = mask.Slide;
        GridSteps steps = GridSteps.From(options);
        double scaleX = options.Mpp / slide.MppX, scaleY = options.Mpp / slide.MppY;
        double width = steps.PatchPixels * scaleX, height = steps.PatchPixels * scaleY;
        (double left, double top, double right, double bottom) = Area(mask, options.Origin);
        var columns = new GridAxis(left, right, width, steps.StridePixels * scaleX, slide.Width, options.Edges);
        var rows = new GridAxis(top, bottom, height, steps.StridePixels * scaleY, slide.Height, options.Edges);
        if ((long)columns.Count * rows.Count > MostCandidates)
        {
            throw new StageException(
                FormattableString.Invariant($"The grid has {columns.Count} x {rows.Count} regions; expected at most {MostCandidates}."),
                "Use a larger stride or patch_size.");
        }

        var regions = new List<Region>();
        for (int row = 0; row < rows.Count; row++)
        {
            cancellation.ThrowIfCancellationRequested();
            int y = rows.Position(row);
            if (options.MinTissue > 0 && mask.Coverage(0, y, slide.Width, height) == 0)
            {
                continue;
            }

            for (int column = 0; column < columns.Count; column++)
            {
                int x = columns.Position(column);
                double tissue = mask.Coverage(x, y, width, height);
                if (tissue >= options.MinTissue)
                {
                    regions.Add(new Region
                    {
                        Slide = slide,
                        Index = regions.Count,
                        Column = column,
                        Row = row,
                        Level0X = x,
                        Level0Y = y,
                        Level0Width = width,
                        Level0Height = height,
                        PatchPixels = steps.PatchPixels,
                        Mpp = options.Mpp,
                        TissueShare = tissue,
                    });
                }
            }
        }

        return new RegionGrid
        {
            Slide = slide,
            Mask = mask,
            Regions = regions,
            Columns = columns.Count,
            Rows = rows.Count,
            StrideX = columns.Stride,
            StrideY = rows.Stride,
            PatchPixels = steps.PatchPixels,
            Mpp = options.Mpp,
        };
    }

    private static (double Left, double Top, double Right, double Bottom) Area(TissueMask mask, GridOrigin origin)
    {
        Slide slide = mask.Slide;
        if (origin == GridOrigin.Slide || MaskBox.Around(mask.Bits) is not { } box)
        {
            return (0, 0, slide.Width, slide.Height);
        }

        double scaleX = mask.Mpp / slide.MppX, scaleY = mask.Mpp / slide.MppY;
        return (box.Left * scaleX, box.Top * scaleY, Math.Min(slide.Width, box.Right * scaleX), Math.Min(slide.Height, box.Bottom * scaleY));
    }
}
