using TissueNet.Slides.Tiff;

namespace TissueNet.Slides.Writing;

/// <summary>What all pages of a file say.</summary>
/// <param name="MppX">Microns per pixel of level 0 across, on every page, as libvips has it; null when unknown.</param>
/// <param name="MppY">Microns per pixel of level 0 down.</param>
/// <param name="Text">Where the slide comes from.</param>
/// <param name="Software">Who writes.</param>
/// <param name="IccProfile">Colour profile; null when there is none.</param>
internal sealed record TiffPageDescription(double? MppX, double? MppY, string Text, string Software, ReadOnlyMemory<byte>? IccProfile)
{
    private const int Centimetre = 3;
    private const double MicronsPerCentimetre = 10_000;

    /// <summary>The fields; a reduced page repeats the resolution only.</summary>
    public IEnumerable<TiffFieldValue> Fields(bool isReduced)
    {
        if (MppX is { } x && MppY is { } y)
        {
            yield return TiffFieldValue.Rational(TiffTag.XResolution, MicronsPerCentimetre / x);
            yield return TiffFieldValue.Rational(TiffTag.YResolution, MicronsPerCentimetre / y);
            yield return TiffFieldValue.Short(TiffTag.ResolutionUnit, Centimetre);
        }

        if (isReduced)
        {
            yield break;
        }

        yield return TiffFieldValue.Text(TiffTag.ImageDescription, Text);
        yield return TiffFieldValue.Text(TiffTag.Software, Software);
        if (IccProfile is { Length: > 0 } profile)
        {
            yield return TiffFieldValue.Undefined(TiffTag.IccProfile, profile.Span);
        }
    }
}
