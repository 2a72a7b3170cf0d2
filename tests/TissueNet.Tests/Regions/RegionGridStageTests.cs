using CsCheck;
using TissueNet.Regions;
using TissueNet.Slides;
using TissueNet.Stages;
using TissueNet.Tissue;

namespace TissueNet.Tests.Regions;

public class RegionGridStageTests
{
    private static readonly Gen<(int Width, int Height, int Patch, double Mpp)> Layout =
        Gen.Select(Gen.Int[1, 3000], Gen.Int[1, 3000], Gen.Int[20, 400], Gen.Double[0.5, 4]);

    [Fact]
    public void Cut_NoStride_PavesWithoutGapOrOverlap() => Layout.Sample(
        layout =>
        {
            (Slide slide, RegionGrid grid) = Cut(layout, new() { Edges = GridEdges.Pad, MinTissue = new(0) });
            foreach (Region region in grid.Regions)
            {
                // Edges are where the ideal grid has them, to the nearest pixel, so neighbours meet.
                ((double)region.Level0X).ShouldBe(region.Column * region.Level0Width, 0.5 + 1e-6);
                ((double)region.Level0Y).ShouldBe(region.Row * region.Level0Height, 0.5 + 1e-6);
            }

            grid.Regions.Count.ShouldBe(grid.Columns * grid.Rows);

            // A patch that would begin within the slide's last pixel is left out.
            (grid.Columns * grid.StrideX).ShouldBeGreaterThan(slide.Width - 1 - 1e-6);
            (grid.Rows * grid.StrideY).ShouldBeGreaterThan(slide.Height - 1 - 1e-6);
            ((grid.Columns - 1) * grid.StrideX).ShouldBeLessThan(slide.Width);
        },
        iter: 100);

    [Fact]
    public void Cut_DropOrClamp_StaysInside() => Gen.Select(Layout, Gen.Bool, Gen.Double[0, 0.9]).Sample(
        (layout, clamp, overlap) =>
        {
            GridEdges edges = clamp ? GridEdges.Clamp : GridEdges.Drop;
            (Slide slide, RegionGrid grid) = Cut(layout, new() { Edges = edges, MinTissue = new(0), Overlap = new(overlap) });
            foreach (Region region in grid.Regions.Where(_ => !clamp || grid.Regions[0].Level0Width <= Math.Min(slide.Width, slide.Height)))
            {
                region.Level0X.ShouldBeGreaterThanOrEqualTo(0);
                region.Level0Y.ShouldBeGreaterThanOrEqualTo(0);
                (region.Level0X + region.Level0Width).ShouldBeLessThanOrEqualTo(slide.Width + 1.0);
                (region.Level0Y + region.Level0Height).ShouldBeLessThanOrEqualTo(slide.Height + 1.0);
            }

            if (clamp)
            {
                Region last = grid.Regions[^1];
                (last.Level0X + last.Level0Width).ShouldBeGreaterThan(slide.Width - 1.01);
                (last.Level0Y + last.Level0Height).ShouldBeGreaterThan(slide.Height - 1.01);
            }
        },
        iter: 200);

    [Fact]
    public void Cut_AnyMask_KeepsExactlyWhatHasEnoughTissue() => Gen.Select(Layout, Gen.Int[0, 100], Gen.Double[0, 1], Gen.Int).Sample(
        (layout, percent, least, seed) =>
        {
            Slide slide = GridSlides.Of(layout.Width, layout.Height);
            TissueMask mask = GridSlides.Mask(slide, 8, percent, seed);
            var options = new RegionGridStage.Options { PatchSize = layout.Patch, Mpp = layout.Mpp, MinTissue = new(0), Edges = GridEdges.Pad };
            RegionGrid all = GridCutter.Cut(mask, options, default), kept = GridCutter.Cut(mask, options with { MinTissue = new(least) }, default);
            foreach (Region region in all.Regions)
            {
                region.TissueShare.ShouldBe(NaiveCoverage(mask, region), 1e-12);
            }

            kept.Regions.Select(r => (r.Column, r.Row)).ShouldBe(all.Regions.Where(r => r.TissueShare >= least).Select(r => (r.Column, r.Row)));
            kept.Regions.Select(r => r.Index).ShouldBe(Enumerable.Range(0, kept.Regions.Count));
        },
        iter: 60);

    [Fact]
    public async Task Cut_MicronsOrPixels_AreTheSame()
    {
        TissueMask mask = GridSlides.Mask(GridSlides.Of(5000, 4000, 0.25), percent: 70);
        RegionGrid pixels = await GridSlides.CutAsync(mask, new() { PatchSize = 224, Stride = 112 });
        RegionGrid microns = await GridSlides.CutAsync(mask, new() { PatchSize = new(112, true), Stride = new(56, true) });
        microns.Regions.ShouldBe(pixels.Regions);
        RegionGrid overlap = await GridSlides.CutAsync(mask, new() { PatchSize = 224, Overlap = new(0.5) });
        overlap.Regions.ShouldBe(pixels.Regions);
        pixels.Regions.Count.ShouldBeGreaterThan(50);
        pixels.Regions[0].Level0Width.ShouldBe(448);
    }

    [Fact]
    public void Axis_AcrossALargeSlide_DoesNotDrift()
    {
        // 224 px at 0.5 um/px on a slide of 0.2527 um/px: 443.2133… level-0 pixels per patch.
        double size = 224 * 0.5 / 0.2527;
        var axis = new GridAxis(0, 300_000, size, size, 300_000, GridEdges.Drop);
        axis.Count.ShouldBe((int)(300_000 / size));
        axis.Position(axis.Count - 1).ShouldBe((int)Math.Round((decimal)(axis.Count - 1) * 112 / 0.2527m));
    }

    [Fact]
    public async Task Cut_LastPatchFitsExactly_IsKept()
    {
        TissueMask mask = GridSlides.Mask(GridSlides.Of(2240, 448, 0.5));
        RegionGrid grid = await GridSlides.CutAsync(mask, new() { MinTissue = new(0) });
        (grid.Columns, grid.Rows, grid.Regions.Count).ShouldBe((10, 2, 20));

        // 0.499 um/px where 0.5 is meant: a patch is half a pixel wider than the slide, and still belongs.
        mask = GridSlides.Mask(GridSlides.Of(224, 224, 0.499));
        (await GridSlides.CutAsync(mask, new() { MinTissue = new(0) })).Regions.ShouldHaveSingleItem().Level0X.ShouldBe(0);
    }

    [Theory]
    [InlineData(GridEdges.Drop, 0)]
    [InlineData(GridEdges.Clamp, 1)]
    [InlineData(GridEdges.Pad, 1)]
    public async Task Cut_PatchLargerThanSlide_FollowsEdges(GridEdges edges, int regions)
    {
        TissueMask mask = GridSlides.Mask(GridSlides.Of(200, 100, 0.5));
        RegionGrid grid = await GridSlides.CutAsync(mask, new() { Edges = edges, MinTissue = new(0) });
        grid.Regions.Count.ShouldBe(regions);
        grid.Regions.ShouldAllBe(r => r.Level0X == 0 && r.Level0Y == 0 && r.Level0Width == 224);
        mask.Scope.Warnings.ShouldBe(regions == 0 ? ["the slide is smaller than a patch of 224 px"] : []);
    }

    [Fact]
    public async Task Cut_OriginTissue_BeginsAtTheTissue()
    {
        Slide slide = GridSlides.Of(4000, 4000, 0.5);
        var bits = new BitMask(250, 250);
        for (int y = 100; y < 130; y++)
        {
            BitRows.SetRun(bits.Row(y), 50, 100, value: true);
        }

        var options = new RegionGridStage.Options { Origin = GridOrigin.Tissue, PatchSize = 160, MinTissue = new(0) };
        RegionGrid grid = await GridSlides.CutAsync(new TissueMask(slide, bits, 8), options);
        (grid.Columns, grid.Rows).ShouldBe((5, 3));
        (grid.Regions[0].Level0X, grid.Regions[0].Level0Y).ShouldBe((800, 1600));
        grid.Regions.ShouldAllBe(r => r.TissueShare == 1);
    }

    [Fact]
    public async Task Cut_UnequalMpp_KeepsPatchesSquareInMicrons()
    {
        RegionGrid grid = await GridSlides.CutAsync(GridSlides.Mask(GridSlides.Of(3000, 3000, 0.25, 0.5)), new() { MinTissue = new(0) });
        (grid.Regions[0].Level0Width, grid.Regions[0].Level0Height).ShouldBe((448, 224));
        (grid.Columns, grid.Rows).ShouldBe((6, 13));
    }

    [Fact]
    public async Task Cut_EmptyMask_HasNoRegions()
    {
        RegionGrid grid = await GridSlides.CutAsync(GridSlides.Mask(GridSlides.Of(4000, 4000), percent: 0), new());
        grid.Regions.ShouldBeEmpty();
        grid.Columns.ShouldBe(17);
    }

    [Fact]
    public async Task Cut_TooLittleTissueEverywhere_SaysSo()
    {
        TissueMask mask = GridSlides.Mask(GridSlides.Of(4000, 4000), percent: 1);
        (await GridSlides.CutAsync(mask, new() { MinTissue = new(0.9) })).Regions.ShouldBeEmpty();
        mask.Scope.Warnings.ShouldBe(["no region holds 90 % tissue"]);
    }

    [Theory]
    [InlineData(0.25, 0.1, false)]
    [InlineData(0.25, 0.244, false)]
    [InlineData(0.5, 0.49, true)]
    [InlineData(0.499, 0.5, true)]
    [InlineData(0.5, 0.499, true)]
    public async Task Cut_MppFinerThanSlide_SaysWhichToUse(double slideMpp, double mpp, bool fine)
    {
        TissueMask mask = GridSlides.Mask(GridSlides.Of(3000, 3000, slideMpp));
        if (fine)
        {
            (await GridSlides.CutAsync(mask, new() { Mpp = mpp })).Regions.ShouldNotBeEmpty();
            return;
        }

        StageException error = await Should.ThrowAsync<StageException>(() => GridSlides.CutAsync(mask, new() { Mpp = mpp }));
        $"{error.Message} {error.Remedy}".ShouldBe(FormattableString.Invariant($"mpp {mpp} is finer than level 0 (0.25); use 0.25 or more."));
    }

    [Fact]
    public async Task Cut_StrideOfOnePixel_RefusesToFillMemory()
    {
        TissueMask mask = GridSlides.Mask(GridSlides.Of(100_000, 100_000, 0.5), 64);
        (await Should.ThrowAsync<StageException>(() => GridSlides.CutAsync(mask, new() { Stride = 1 }))).Remedy.ShouldNotBeNull().ShouldContain("stride");
    }

    [Fact]
    public void Check_ImpossibleOptions_AreAllNamed()
    {
        var options = new RegionGridStage.Options { PatchSize = 9000, Stride = 0, Overlap = new(1), MinTissue = new(1.5) };
        options.Check().Select(p => p.Option).ShouldBe(["PatchSize", "Overlap", "Stride", "Overlap", "MinTissue"]);
        new RegionGridStage.Options().Check().ShouldBeEmpty();
        new RegionGridStage.Options().PatchBytes.ShouldBe(224 * 224 * 3);
        new RegionGridStage.Options { PatchSize = new(112, true), Mpp = 0.25 }.PatchBytes.ShouldBe(448 * 448 * 3);
    }

    private static (Slide Slide, RegionGrid Grid) Cut((int Width, int Height, int Patch, double Mpp) layout, RegionGridStage.Options options)
    {
        Slide slide = GridSlides.Of(layout.Width, layout.Height);
        return (slide, GridCutter.Cut(GridSlides.Mask(slide), options with { PatchSize = layout.Patch, Mpp = layout.Mpp }, default));
    }

    private static double NaiveCoverage(TissueMask mask, Region region)
    {
        double scale = mask.Slide.MppX / mask.Mpp;
        int left = (int)Math.Round(region.Level0X * scale), right = Math.Max(left + 1, (int)Math.Round((region.Level0X + region.Level0Width) * scale));
        int top = (int)Math.Round(region.Level0Y * scale), bottom = Math.Max(top + 1, (int)Math.Round((region.Level0Y + region.Level0Height) * scale));
        int count = 0;
        for (int y = top; y < Math.Min(bottom, mask.Bits.Height); y++)
        {
            for (int x = left; x < Math.Min(right, mask.Bits.Width); x++)
            {
                count += mask.Bits[x, y] ? 1 : 0;
            }
        }

        return (double)count / (right - left) / (bottom - top);
    }
}
