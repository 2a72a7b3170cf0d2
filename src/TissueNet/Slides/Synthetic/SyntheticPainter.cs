using System.Buffers;
using System.Numerics;
using static TissueNet.Slides.Synthetic.SyntheticNoise;

namespace TissueNet.Slides.Synthetic;

/// <summary>
/// Paints blocks of a synthetic slide at any resolution. What is smaller than a pixel is painted as its mean, so that levels agree.
/// </summary>
internal sealed class SyntheticPainter
{
    private const double CoarsestGland = 20;
    private const double CoarsestFat = 24;
    private const double CoarsestFibre = 5;

    private readonly double mpp;
    private readonly FibreTexture fibres;

    public SyntheticPainter(SyntheticSlideSpec spec)
    {
        mpp = spec.Mpp;
        Layout = new SyntheticLayout(spec);
        fibres = new FibreTexture(Layout.Seed);
        Pen = spec.Pen ? new PenMark(Layout, spec.Width * mpp, spec.Height * mpp) : null;
    }

    public SyntheticLayout Layout { get; }

    public PenMark? Pen { get; }

    /// <summary>Paints a block into rows of an image.</summary>
    /// <param name="downsample">Level-0 pixels per pixel.</param>
    /// <param name="x">Left edge in pixels of the level.</param>
    /// <param name="y">Top edge in pixels of the level.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="rgb">Begins at the block's first pixel.</param>
    /// <param name="stride">Bytes from a row of the image to the next.</param>
    public void Paint(int downsample, int x, int y, int width, int height, Span<byte> rgb, int stride)
    {
        const double Margin = NucleusPainter.Reach + 4;
        using var planes = new SyntheticPlanes(x, y, width, height, mpp * downsample);
        double margin = planes.Pixel <= NucleusPainter.CoarsestPixel ? Margin : 0;
        using var layout = new LayoutLattice(
            Layout, mpp, downsample, (planes.Left - margin, planes.Top - margin, planes.Right + margin, planes.Bottom + margin));
        if (layout.HighestTissue > -Math.Max(2, planes.Pixel))
        {
            PaintTissue(planes, layout);
            if (planes.Pixel <= NucleusPainter.CoarsestPixel)
            {
                NucleusPainter.Stroma.Paint(planes, layout, fibres, Layout.Seed);
                NucleusPainter.Lymphoid.Paint(planes, layout, fibres, Layout.Seed);
                NucleusPainter.Tumour.Paint(planes, layout, fibres, Layout.Seed);
            }

            PaintGlands(planes);
        }

        Compose(planes, downsample, rgb, stride);
    }

    private void PaintTissue(SyntheticPlanes planes, in LayoutLattice layout)
    {
        float edge = Math.Max(2.5f, (float)planes.Pixel);
        LayoutPoint[] points = ArrayPool<LayoutPoint>.Shared.Rent(layout.Columns);
        for (int row = 0, i = 0; row < planes.Height; row++)
        {
            double y = planes.CentreY(row);
            layout.Row(y, points);
            for (int column = 0; column < planes.Width; column++, i++)
            {
                double x = planes.CentreX(column);
                LayoutPoint point = layout.AtRow(x, points);
                float tissue = Math.Clamp((point.Tissue / edge) + 0.5f, 0, 1);
                planes.Tissue[i] = tissue;
                if (tissue > 0)
                {
                    PaintTissue(planes, i, x, y, point);
                }
            }
        }

        ArrayPool<LayoutPoint>.Shared.Return(points);
    }

    private void PaintTissue(SyntheticPlanes planes, int i, double x, double y, in LayoutPoint point)
    {
        float lymphoid = Step(-7, 7, point.Lymphoid);
        float tumour = Step(-9, 9, point.Tumour) * (1 - lymphoid);
        float fat = Step(-2, 2, point.Fat) * (1 - lymphoid - tumour);
        float stroma = 1 - lymphoid - tumour - fat;
        float glands = planes.Pixel > CoarsestGland ? stroma * GlandShape.MeanShare * Step(-30, 30, point.Glands) : 0;
        stroma -= glands;
        float vacuole = fat > 0 && planes.Pixel < CoarsestFat
            ? AdiposeTexture.Vacuole(x, y, planes.Pixel, Layout.Seed)
            : AdiposeTexture.MeanVacuole;
        (float thickness, float cleft) = stroma <= 0 || planes.Pixel > CoarsestFibre
            ? (FibreTexture.MeanThickness, FibreTexture.MeanCleft)
            : fibres.At(x, y, point);
        float mottle = planes.Pixel > CoarsestFibre ? 0.5f : Smooth(x / 5, y / 5, Layout.Seed + 50);
        float stain = 0.86f + (0.28f * point.Stain);
        planes.Eosin[i] = stain * ((stroma * (0.17f + (0.50f * thickness))) + (lymphoid * 0.30f) + (tumour * (0.32f + (0.2f * mottle)))
            + (fat * 0.42f) + (glands * 0.33f));
        planes.Haematoxylin[i] = (stroma * 0.05f) + (lymphoid * (0.22f + (0.16f * mottle))) + (tumour * (0.16f + (0.16f * mottle)))
            + (fat * 0.05f) + (glands * 0.18f);
        planes.Hole[i] = (stroma * cleft * 0.9f) + (fat * vacuole) + (glands * GlandShape.MeanLumen);
        if (planes.Pixel > NucleusPainter.CoarsestPixel)
        {
            PaintMeanNuclei(planes, i, stroma, lymphoid, tumour, glands);
        }
    }

    private static void PaintMeanNuclei(SyntheticPlanes planes, int i, float stroma, float lymphoid, float tumour, float glands)
    {
        stroma *= NucleusPainter.Stroma.MeanCover;
        lymphoid *= NucleusPainter.Lymphoid.MeanCover;
        tumour *= NucleusPainter.Tumour.MeanCover;
        glands *= GlandShape.MeanNucleus;
        float cover = stroma + lymphoid + tumour + glands;
        float density = (stroma * NucleusPainter.Stroma.MeanDensity) + (lymphoid * NucleusPainter.Lymphoid.MeanDensity)
            + (tumour * NucleusPainter.Tumour.MeanDensity) + (glands * GlandShape.MeanDensity);
        (planes.Nucleus[i], planes.Chromatin[i]) = (Math.Min(1, cover), cover > 0 ? density / cover : 0);
    }

    private void PaintGlands(SyntheticPlanes planes)
    {
        if (planes.Pixel > CoarsestGland)
        {
            return;
        }

        int right = CellAt(planes.Right + GlandShape.Reach), bottom = CellAt(planes.Bottom + GlandShape.Reach);
        for (int row = CellAt(planes.Top - GlandShape.Reach); row <= bottom; row++)
        {
            for (int column = CellAt(planes.Left - GlandShape.Reach); column <= right; column++)
            {
                GlandShape.At(Layout, mpp, column, row)?.Paint(planes);
            }
        }

        static int CellAt(double position) => (int)Math.Floor(position / GlandShape.Cell);
    }

    private void Compose(SyntheticPlanes planes, int downsample, Span<byte> rgb, int stride)
    {
        bool hasPen = Pen is not null && Pen.Touches(planes.Left, planes.Top, planes.Right, planes.Bottom);
        float grain = 5f / downsample;
        for (int row = 0, i = 0; row < planes.Height; row++)
        {
            Span<byte> line = rgb.Slice(row * stride, planes.Width * 3);
            for (int column = 0; column < planes.Width; column++, i++)
            {
                Vector3 color = Color(planes, i);
                if (hasPen && Pen!.At(planes.CentreX(column), planes.CentreY(row), Math.Max(3, planes.Pixel)) is > 0 and float ink)
                {
                    color *= Vector3.Lerp(Vector3.One, Pen.Ink, ink);
                }

                color += new Vector3(((Unit(planes.X + column, planes.Y + row, Layout.Seed + 80) - 0.5f) * grain) + 0.5f);
                line[column * 3] = (byte)Math.Clamp(color.X, 0, 255);
                line[(column * 3) + 1] = (byte)Math.Clamp(color.Y, 0, 255);
                line[(column * 3) + 2] = (byte)Math.Clamp(color.Z, 0, 255);
            }
        }
    }

    private static Vector3 Color(SyntheticPlanes planes, int i)
    {
        float tissue = planes.Tissue[i] * (1 - planes.Hole[i]), nucleus = planes.Nucleus[i];
        if (planes.Tissue[i] <= 0)
        {
            return StainPalette.Glass;
        }

        Vector3 color = nucleus < 1 ? StainPalette.Color(planes.Haematoxylin[i], planes.Eosin[i]) : default;
        if (nucleus > 0)
        {
            color = Vector3.Lerp(color, StainPalette.Color(planes.Chromatin[i], planes.Eosin[i] * 0.6f), nucleus);
        }

        return Vector3.Lerp(StainPalette.Glass, color, tissue);
    }
}
