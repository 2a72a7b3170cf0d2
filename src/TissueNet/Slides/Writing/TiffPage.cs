using TissueNet.Slides.Tiff;

namespace TissueNet.Slides.Writing;

/// <summary>How the tiles of a level are stored.</summary>
/// <param name="Plan">Sizes.</param>
/// <param name="Tables">JPEGTables; empty when each tile brings its own.</param>
/// <param name="Photometric">2 RGB, 6 YCbCr, 1 grey.</param>
/// <param name="Samples">3, or 1 for grey.</param>
/// <param name="Subsampling">Ratio of brightness to colour samples across and down; null where it does not apply.</param>
internal sealed record TiffPage(PlannedLevel Plan, byte[] Tables, int Photometric, int Samples, (int Across, int Down)? Subsampling)
{
    private const int YCbCr = 6;

    /// <summary>A page of tiles that <see cref="TileEncoder"/> makes.</summary>
    public static TiffPage Encoded(PlannedLevel plan, byte[] tables, bool isSubsampled) =>
        new(plan, tables, YCbCr, 3, isSubsampled ? (2, 2) : (1, 1));

    /// <summary>Fields of the directory, in ascending order of tags as TIFF demands.</summary>
    /// <param name="isReduced">Whether it is a smaller version of another page.</param>
    /// <param name="offsets">Positions of tiles.</param>
    /// <param name="counts">Bytes of tiles.</param>
    /// <param name="isBig">Whether the file is BigTIFF.</param>
    /// <param name="description">What is the same on all pages.</param>
    public List<TiffFieldValue> Fields(bool isReduced, long[] offsets, int[] counts, bool isBig, TiffPageDescription description)
    {
        List<TiffFieldValue> fields =
        [
            TiffFieldValue.Long(TiffTag.NewSubfileType, isReduced ? 1 : 0),
            TiffFieldValue.Long(TiffTag.ImageWidth, Plan.Width),
            TiffFieldValue.Long(TiffTag.ImageLength, Plan.Height),
            TiffFieldValue.Short(TiffTag.BitsPerSample, Samples == 3 ? [8, 8, 8] : [8]),
            TiffFieldValue.Short(TiffTag.Compression, TiffCompression.Jpeg),
            TiffFieldValue.Short(TiffTag.Photometric, Photometric),
            TiffFieldValue.Short(TiffTag.Orientation, 1),
            TiffFieldValue.Short(TiffTag.SamplesPerPixel, Samples),
            TiffFieldValue.Short(TiffTag.PlanarConfiguration, 1),
            TiffFieldValue.Long(TiffTag.TileWidth, Plan.TileWidth),
            TiffFieldValue.Long(TiffTag.TileLength, Plan.TileHeight),
            TiffFieldValue.Offsets(TiffTag.TileOffsets, offsets, isBig),
            TiffFieldValue.Long(TiffTag.TileByteCounts, counts),
            .. description.Fields(isReduced),
        ];
        if (Tables.Length > 0)
        {
            fields.Add(TiffFieldValue.Undefined(TiffTag.JpegTables, Tables));
        }

        if (Photometric == YCbCr)
        {
            fields.Add(TiffFieldValue.Rational(TiffTag.ReferenceBlackWhite, 0, 255, 128, 255, 128, 255));
            if (Subsampling is { } ratio)
            {
                fields.Add(TiffFieldValue.Short(TiffTag.YCbCrSubSampling, ratio.Across, ratio.Down));
            }
        }

        fields.Sort((a, b) => a.Tag.CompareTo(b.Tag));
        return fields;
    }
}
