using TissueNet.Aggregation;
using TissueNet.Regions;
using TissueNet.Reports;
using TissueNet.Slides;
using TissueNet.Tests.TestSupport;

namespace TissueNet.Tests.Reports;

public class HeatmapOverlayTests
{
    private static readonly HeatmapStyle Opaque = new(["a", "b"], null, 1);

    [Fact]
    public void Paint_InBands_SameAsAtOnce()
    {
        HeatmapOverlay overlay = Overlay(FakePredictions.Grid(FakePredictions.Slide(100, 90), 7), Opaque, 0.37);
        byte[] whole = Paint(overlay, 37, 33, 33), banded = Paint(overlay, 37, 33, 5);
        banded.ShouldBe(whole);
    }

    [Fact]
    public void Paint_AdjacentPatches_LeaveNoSeam()
    {
        HeatmapOverlay overlay = Overlay(FakePredictions.Grid(FakePredictions.Slide(98, 98), 7), Opaque, 0.37);
        byte[] pixels = Paint(overlay, 36, 36, 36);
        pixels.Chunk(3).ShouldAllBe(p => p[0] != 255 || p[1] != 255 || p[2] != 255);
    }

    [Fact]
    public void Paint_NoOpacity_LeavesThePixels()
    {
        HeatmapOverlay overlay = Overlay(FakePredictions.Grid(FakePredictions.Slide(70, 70), 7), Opaque with { Opacity = 0 }, 1);
        byte[] pixels = [.. Enumerable.Range(0, 70 * 70 * 3).Select(i => (byte)(i * 31))];
        byte[] before = [.. pixels];
        overlay.Paint(pixels, 70, 0, 70);
        pixels.ShouldBe(before);
    }

    [Fact]
    public void Paint_OverlappingPatches_EachOwnsItsMiddle()
    {
        Slide slide = FakePredictions.Slide(64, 32);
        RegionGrid grid = FakePredictions.Grid(slide, 16);
        grid = grid with { Regions = [.. grid.Regions.Take(1).Select(r => r with { Level0Width = 32, Level0Height = 32 })] };
        byte[] pixels = Paint(Overlay(grid, Opaque, 1), 64, 32, 32);
        bool[] painted = [.. pixels.Chunk(3).Select(p => p[0] != 255)];
        for (int i = 0; i < painted.Length; i++)
        {
            (int x, int y) = (i % 64, i / 64);
            painted[i].ShouldBe(x is >= 8 and < 24 && y is >= 8 and < 24, $"{x}, {y}");
        }
    }

    [Fact]
    public void Paint_PatchesBeyondTheEdges_AreCut()
    {
        Slide slide = FakePredictions.Slide(32, 32);
        RegionGrid grid = FakePredictions.Grid(slide, 16);
        grid = grid with { Regions = [grid.Regions[0] with { Level0X = -8, Level0Y = -8 }, grid.Regions[3] with { Level0X = 24, Level0Y = 24 }] };
        byte[] pixels = Paint(Overlay(grid, Opaque, 1), 32, 32, 32);
        pixels.Chunk(3).Count(p => p[0] != 255).ShouldBe(128);
    }

    [Fact]
    public void Constructor_CellsWithoutPrediction_AreLeftOut()
    {
        RegionGrid grid = FakePredictions.Grid(FakePredictions.Slide(64, 64), 16);
        var heatmap = new Heatmap(grid, 2);
        heatmap[1, 1][0] = 0.2f;
        heatmap[1, 1][1] = 0.8f;
        var overlay = new HeatmapOverlay(heatmap, Opaque, 1, 1);
        overlay.Patches.ShouldBe(1);
        overlay.Counts.ShouldBe(new Dictionary<int, int> { [1] = 1 });
    }

    private static HeatmapOverlay Overlay(RegionGrid grid, HeatmapStyle style, double scale)
    {
        var heatmap = new Heatmap(grid, 2);
        foreach (Region region in grid.Regions)
        {
            heatmap[region.Column, region.Row][0] = region.Index % 5 / 4f;
            heatmap[region.Column, region.Row][1] = 1 - (region.Index % 5 / 4f);
        }

        return new HeatmapOverlay(heatmap, style, scale, scale);
    }

    private static byte[] Paint(HeatmapOverlay overlay, int width, int height, int bandRows)
    {
        byte[] pixels = new byte[width * height * 3];
        Array.Fill(pixels, (byte)255);
        for (int top = 0; top < height; top += bandRows)
        {
            int rows = Math.Min(bandRows, height - top);
            overlay.Paint(pixels.AsSpan(top * width * 3, rows * width * 3), width, top, rows);
        }

        return pixels;
    }
}
