namespace TissueNet.Slides.Synthetic;

/// <summary>What a synthetic slide shows at a position.</summary>
internal enum SyntheticClass
{
    /// <summary>Empty glass.</summary>
    Glass,

    /// <summary>Pink fibres with sparse spindle nuclei.</summary>
    Stroma,

    /// <summary>A ring of columnar cells round a pale lumen; the lumen belongs to it.</summary>
    Gland,

    /// <summary>Densely packed, small, dark nuclei.</summary>
    Lymphoid,

    /// <summary>Crowded, large, irregular nuclei.</summary>
    Tumour,

    /// <summary>White vacuoles with thin walls.</summary>
    Fat,

    /// <summary>A felt pen's stroke.</summary>
    Pen,
}
