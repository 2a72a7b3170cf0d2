using System.Runtime.Intrinsics;

namespace TissueNet.Slides.Synthetic;

/// <summary>The fields that decide what grows at a point; signed ones are about its distance in um from the border of their region.</summary>
/// <param name="Fields">In the order of the properties.</param>
internal readonly record struct LayoutPoint(Vector256<float> Fields)
{
    /// <summary>Above 0 inside tissue.</summary>
    public float Tissue => Fields.GetElement(0);

    /// <summary>Above 0 in lymphoid tissue.</summary>
    public float Lymphoid => Fields.GetElement(1);

    /// <summary>Above 0 in tumour.</summary>
    public float Tumour => Fields.GetElement(2);

    /// <summary>Above 0 in fat.</summary>
    public float Fat => Fields.GetElement(3);

    /// <summary>Above 0 where glands grow.</summary>
    public float Glands => Fields.GetElement(4);

    /// <summary>Displacement in um along the fibres, which makes them wavy.</summary>
    public float WarpX => Fields.GetElement(5);

    /// <summary>Displacement in um across the fibres.</summary>
    public float WarpY => Fields.GetElement(6);

    /// <summary>How strongly it took the stain, 0–1.</summary>
    public float Stain => Fields.GetElement(7);

    /// <summary>The class by the fields alone: not <see cref="SyntheticClass.Gland"/> and not <see cref="SyntheticClass.Pen"/>.</summary>
    public SyntheticClass Class => Tissue <= 0 ? SyntheticClass.Glass
        : Lymphoid > 0 ? SyntheticClass.Lymphoid
        : Tumour > 0 ? SyntheticClass.Tumour
        : Fat > 0 ? SyntheticClass.Fat
        : SyntheticClass.Stroma;

    /// <summary>The point between two.</summary>
    public static LayoutPoint Lerp(LayoutPoint a, LayoutPoint b, float share) => new(a.Fields + ((b.Fields - a.Fields) * share));
}
