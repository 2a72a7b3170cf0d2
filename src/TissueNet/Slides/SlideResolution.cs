using TissueNet.Stages;

namespace TissueNet.Slides;

/// <summary>Settles how many microns a pixel is, and notes on the slide where that is less sure than usual.</summary>
internal static class SlideResolution
{
    private const double FinestUsual = 0.05;
    private const double CoarsestUsual = 20;
    private const double MostOblong = 1.1;

    // Tables give resolutions rounded to a few digits.
    private const double SameWithin = 0.01;

    /// <summary>The magnification of a scan at 1 um/px, by which <c>mpp_from_magnification</c> goes.</summary>
    private const double PowerAtOneMicron = 10;
    private const double LeastPower = 0.5;
    private const double MostPower = 200;

    /// <summary>Microns per pixel of level 0: from the table, else the file, else its magnification if asked, else the default.</summary>
    /// <param name="scope">The slide, which receives warnings.</param>
    /// <param name="info">What the file says.</param>
    /// <param name="listed">What the metadata table says.</param>
    /// <param name="options">What else may be gone by.</param>
    /// <exception cref="SlideException">Nothing says it.</exception>
    public static (double X, double Y) Settle(SlideScope scope, SlideInfo info, double? listed, OpenSlideStage.Options options)
    {
        (double X, double Y)? file = info is { MppX: { } x, MppY: { } y } ? (x, y) : null;
        if (listed is { } mpp)
        {
            if (file is { } other && !(IsSame(mpp, other.X) && IsSame(mpp, other.Y)))
            {
                scope.Warn(FormattableString.Invariant($"metadata says {mpp} um/px, the file {Text(other)}; metadata is taken"));
            }

            return (mpp, mpp);
        }

        if (file is { } said)
        {
            WarnIfUnusual(scope, said);
            return said;
        }

        string silence = info.Properties.ContainsKey("tissuenet.resolution-ignored")
            ? "the file says no resolution that a slide can have" : "the file says no resolution";
        if (options.MppFromMagnification && info.ObjectivePower is >= LeastPower and <= MostPower)
        {
            double guess = PowerAtOneMicron / info.ObjectivePower.Value;
            scope.Warn(FormattableString.Invariant($"{silence}; {guess:0.####} um/px is taken from its magnification of {info.ObjectivePower:0.##}x"));
            return (guess, guess);
        }

        if (options.DefaultMpp is { } fallback)
        {
            scope.Warn(FormattableString.Invariant($"{silence}; default_mpp of {fallback} um/px is taken"));
            return (fallback, fallback);
        }

        throw Unknown(scope.Path, info, options);
    }

    private static void WarnIfUnusual(SlideScope scope, (double X, double Y) mpp)
    {
        if (Math.Min(mpp.X, mpp.Y) < FinestUsual || Math.Max(mpp.X, mpp.Y) > CoarsestUsual)
        {
            scope.Warn(FormattableString.Invariant($"the file says {Text(mpp)}, expected {FinestUsual} to {CoarsestUsual}; if that is wrong, give metadata"));
        }

        if (Math.Max(mpp.X / mpp.Y, mpp.Y / mpp.X) > MostOblong)
        {
            scope.Warn($"pixels are oblong: the file says {Text(mpp)}; patches are square in microns");
        }
    }

    private static SlideException Unknown(string path, SlideInfo info, OpenSlideStage.Options options)
    {
        string power = info.ObjectivePower is { } known ? FormattableString.Invariant($" It says a magnification of {known:0.##}x.") : "";
        return new SlideException(
            path,
            $"'{Path.GetFileName(path)}' says no microns per pixel"
            + (options.Metadata is null ? "." : $", and '{options.Metadata}' does not list it.") + power,
            "Set default_mpp of open_slide, or give metadata, a CSV with the columns filename and resolution"
            + (power.Length > 0 && !options.MppFromMagnification ? ", or set mpp_from_magnification." : "."));
    }

    private static bool IsSame(double a, double b) => Math.Abs((a / b) - 1) <= SameWithin;

    private static string Text((double X, double Y) mpp) => mpp.X == mpp.Y
        ? FormattableString.Invariant($"{mpp.X:0.######} um/px") : FormattableString.Invariant($"{mpp.X:0.######} x {mpp.Y:0.######} um/px");
}
