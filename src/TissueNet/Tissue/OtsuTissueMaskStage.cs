using System.ComponentModel.DataAnnotations;
using TissueNet.Slides;
using TissueNet.Stages;

namespace TissueNet.Tissue;

/// <summary>Separates tissue from glass by Otsu's threshold (Otsu, 1979) on one channel of a low-resolution image of the slide.</summary>
/// <remarks>
/// The steps, in order: one byte per pixel is measured (<c>channel</c>); ink is set aside; Otsu's threshold of the rest is guarded; a
/// majority filter (<c>median</c>) removes noise; gaps are closed (<c>close</c>) and thin parts opened (<c>open</c>); small holes are
/// filled (<c>min_hole</c>); ink is taken out; small parts are dropped (<c>min_tissue</c>). A slide without tissue gives an empty mask.
/// <para>
/// The guards: Otsu splits any histogram, bare glass too. The threshold is at least <c>min_threshold</c> and at least <c>min_contrast</c>
/// above the mean of the paler class, so that bare glass stays glass; it is at most <c>max_threshold</c>, so that a slide full of
/// tissue is not split into dark and pale tissue.
/// </para>
/// </remarks>
[Stage("otsu_tissue_mask", Example = "otsu_tissue_mask: { mpp: 8, channel: saturation, min_tissue: 0.05 mm2 }")]
internal sealed class OtsuTissueMaskStage(OtsuTissueMaskStage.Options options, StageContext context) : IStage<Slide, TissueMask>
{
    private const int MaxMedianPixels = 15;
    private const int MaxDiskPixels = 256;
    private const double MuchInk = 0.5;

    /// <summary>Options of <c>otsu_tissue_mask</c>.</summary>
    public sealed record Options : IOptionsCheck
    {
        /// <summary>Resolution at which the mask is made. A slide coarser than this is masked at its own.</summary>
        [Range(1, 64), Unit("um/px")]
        public double Mpp { get; init; } = 8;

        /// <summary>What is measured of a pixel. Grey and optical density also find tissue that took no stain.</summary>
        public TissueChannel Channel { get; init; } = TissueChannel.Saturation;

        /// <summary>Radius of the median filter's square window, in pixels of the mask or microns; 0 is off, 15 pixels the most.</summary>
        public Extent Median { get; init; } = new(16, true);

        /// <summary>Gaps in tissue narrower than twice this radius are closed; 0 is off, 256 pixels of the mask the most.</summary>
        public Extent Close { get; init; } = new(32, true);

        /// <summary>Parts of tissue narrower than twice this radius are removed; 0 is off, 256 pixels of the mask the most.</summary>
        public Extent Open { get; init; } = new(0, true);

        /// <summary>Connected parts of tissue smaller than this are dropped.</summary>
        public Area MinTissue { get; init; } = new(20_000);

        /// <summary>Holes in tissue smaller than this are filled. Gaps that touch the slide's edge are no holes.</summary>
        public Area MinHole { get; init; } = new(20_000);

        /// <summary>All-glass guard: the least threshold. Default: 10 for saturation, 18 for grey, 4 for optical_density.</summary>
        [Range(0, 255)]
        public int? MinThreshold { get; init; }

        /// <summary>All-tissue guard: the largest threshold; it wins over the other guards. Default: 28 for saturation, 40 for grey, 8 for optical_density; 255 is off.</summary>
        [Range(0, 255)]
        public int? MaxThreshold { get; init; }

        /// <summary>All-glass guard: how far above the mean of the paler class the threshold lies at least. Default: 8 for saturation, 10 for grey, 3 for optical_density.</summary>
        [Range(0, 255)]
        public int? MinContrast { get; init; }

        /// <summary>Whether near-black areas (unscanned stripes, black borders) are kept out of histogram and mask.</summary>
        public bool RejectBlack { get; init; } = true;

        /// <summary>
        /// Whether green, blue, red and black pen is kept out of histogram and mask. Turn it off for stains that are green, blue or
        /// pure red themselves.
        /// </summary>
        public bool RejectPen { get; init; } = true;

        /// <inheritdoc/>
        public IEnumerable<OptionProblem> Check()
        {
            foreach ((string name, Extent extent, int most) in new[]
                     { (nameof(Median), Median, MaxMedianPixels), (nameof(Close), Close, MaxDiskPixels), (nameof(Open), Open, MaxDiskPixels) })
            {
                if (extent.Value < 0 || Math.Round(extent.Pixels(Mpp)) > most)
                {
                    yield return new OptionProblem(
                        name, FormattableString.Invariant($"Found {extent}; expected 0 to {most} px, which at mpp {Mpp} is {most * Mpp} um."));
                }
            }

            foreach ((string name, Area area) in new[] { (nameof(MinTissue), MinTissue), (nameof(MinHole), MinHole) })
            {
                if (area.Um2 < 0)
                {
                    yield return new OptionProblem(name, $"Found {area}; expected 0 or more.");
                }
            }

            ThresholdGuard guard = Guard;
            if (guard.Min > guard.Max)
            {
                yield return new OptionProblem(
                    MinThreshold is null ? nameof(MaxThreshold) : nameof(MinThreshold),
                    FormattableString.Invariant($"The least threshold {guard.Min} is above the largest, {guard.Max}."));
            }
        }

        internal ThresholdGuard Guard
        {
            get
            {
                ThresholdGuard usual = ThresholdGuard.For(Channel);
                return new ThresholdGuard(MinThreshold ?? usual.Min, MaxThreshold ?? usual.Max, MinContrast ?? usual.Contrast);
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask ProcessAsync(Slide item, IStageOutput<TissueMask> output, CancellationToken cancellation)
    {
        MaskGeometry geometry = MaskGeometry.For(item, options.Mpp);
        MaskBlocks blocks = MaskBlocks.For(item, geometry);
        BitMask mask;
        using (PixelLease scratch = await context.Pool.LeaseAsync(MaskPixels.ScratchBytes(geometry, blocks), cancellation))
        {
            MaskPixels pixels = MaskPixels.Read(item, geometry, blocks, options, scratch.Memory, cancellation);
            WarnOfMuchInk(item.Scope, pixels.Ink);
            mask = Make(pixels, geometry.Mpp);
        }

        if (mask.Count() == 0)
        {
            item.Scope.Warn("no tissue found");
        }

        // The lease is returned before emitting: a stage that waits for room downstream must not hold memory that others wait for.
        await output.EmitAsync(new TissueMask(item, mask, geometry.Mpp), cancellation);
    }

    private static void WarnOfMuchInk(SlideScope scope, BitMask? ink)
    {
        double share = ink is null ? 0 : (double)ink.Count() / ((long)ink.Width * ink.Height);
        if (share > MuchInk)
        {
            scope.Warn(FormattableString.Invariant(
                $"{share * 100:0} % of the slide is black or has pen colours and was kept out of the mask; a fluorescence slide?"));
        }
    }

    private BitMask Make(MaskPixels pixels, double mpp)
    {
        BitMask mask = pixels.Above(options.Guard.Threshold(pixels.Histogram));
        mask = MajorityFilter.Apply(mask, Radius(options.Median, mpp));
        mask = Morphology.Close(mask, Radius(options.Close, mpp));
        mask = Morphology.Open(mask, Radius(options.Open, mpp));
        MaskComponents.FillHoles(mask, options.MinHole.Um2 / (mpp * mpp));
        if (pixels.Ink is { } ink)
        {
            BitRows.Subtract(mask, InkArea.From(ink, mpp));
        }

        MaskComponents.DropSmall(mask, options.MinTissue.Um2 / (mpp * mpp));
        return mask;
    }

    private static int Radius(Extent extent, double mpp) => (int)Math.Round(extent.Pixels(mpp), MidpointRounding.AwayFromZero);
}
