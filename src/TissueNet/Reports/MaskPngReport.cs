using TissueNet.Stages;
using TissueNet.Tissue;

namespace TissueNet.Reports;

/// <summary>Writes <c>masks/SLIDE.png</c>: the tissue mask, white where there is tissue, at the mask's own resolution, one bit per pixel.</summary>
[Report("mask_png")]
internal sealed class MaskPngReport(StageContext context) : IReport<TissueMask>
{
    private readonly OutputLayout layout = new(context.OutputDirectory);

    /// <inheritdoc/>
    public ValueTask OpenAsync(CancellationToken cancellation)
    {
        OutputLayout.Prepare(layout.MaskPng("any"));
        return default;
    }

    /// <inheritdoc/>
    public ValueTask ReceiveAsync(TissueMask item, CancellationToken cancellation) => default; // The scope keeps it until the slide's end.

    /// <inheritdoc/>
    public ValueTask EndSlideAsync(SlideOutcome outcome, CancellationToken cancellation)
    {
        if (outcome.Status != SlideStatus.Succeeded)
        {
            return default;
        }

        TissueMask mask = outcome.Scope.Result<TissueMask>() ?? throw new StageException(
            "No stage made a tissue mask for this slide, so there is none to write.",
            "Add a stage such as otsu_tissue_mask, or take mask_png off the reports.");
        AtomicFile.Write(layout.MaskPng(outcome.Scope.Name), stream => Write(stream, mask.Bits, cancellation));
        return default;
    }

    private static void Write(Stream stream, BitMask bits, CancellationToken cancellation)
    {
        using var png = new PngWriter(stream, bits.Width, bits.Height, rgb: false);
        byte[] row = new byte[(bits.Width + 7) / 8];
        for (int y = 0; y < bits.Height; y++)
        {
            cancellation.ThrowIfCancellationRequested();
            Span<ulong> words = bits.Row(y);
            for (int i = 0; i < row.Length; i++)
            {
                // The mask's first pixel is the lowest bit, a PNG's the highest.
                byte eight = (byte)(words[i / 8] >> (i % 8 * 8));
                row[i] = (byte)((((eight * 0x0802UL) & 0x22110) | ((eight * 0x8020UL) & 0x88440)) * 0x10101 >> 16);
            }

            png.Row(row);
        }

        png.End();
    }
}
