namespace TissueNet.Slides.Synthetic;

/// <summary>What a synthetic slide shows where, by construction. For tests and benches.</summary>
internal sealed class SyntheticGroundTruth(SyntheticPainter painter, SyntheticSlideSpec spec)
{
    /// <summary>Names of the classes, in their order.</summary>
    public static IReadOnlyList<string> ClassNames { get; } = ["glass", "stroma", "gland", "lymphoid", "tumour", "fat", "pen"];

    /// <summary>Whether a position is within a piece of tissue, also where the tissue has a hole of its own (lumen, fat).</summary>
    public bool IsTissue(double level0X, double level0Y) =>
        ClassAt(level0X, level0Y) is not (SyntheticClass.Glass or SyntheticClass.Pen);

    /// <summary>The class at a position in level-0 pixels; glass beside the slide. Ink hides what is under it.</summary>
    public SyntheticClass ClassAt(double level0X, double level0Y)
    {
        double x = level0X * spec.Mpp, y = level0Y * spec.Mpp;
        if (level0X < 0 || level0Y < 0 || level0X >= spec.Width || level0Y >= spec.Height)
        {
            return SyntheticClass.Glass;
        }

        if (painter.Pen is { } pen && pen.At(x, y, 1) > 0)
        {
            return SyntheticClass.Pen;
        }

        SyntheticClass found = LayoutLattice.At(painter.Layout, spec.Mpp, x, y).Class;
        int column = (int)Math.Floor(x / GlandShape.Cell), row = (int)Math.Floor(y / GlandShape.Cell);
        bool isGland = found != SyntheticClass.Glass && GlandShape.At(painter.Layout, spec.Mpp, column, row)?.Depth(x, y) > 0;
        return isGland ? SyntheticClass.Gland : found;
    }
}
