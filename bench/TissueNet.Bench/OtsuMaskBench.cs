using BenchmarkDotNet.Attributes;
using NetVips;
using TissueNet.Slides;
using TissueNet.Stages;
using TissueNet.Tissue;

namespace TissueNet.Bench;

/// <summary>
/// <c>otsu_tissue_mask</c> at 8 um/px, from the closed file to the mask, beside what NetVips needs to do no more than read the level that
/// the mask is made of. The issue asks for a ratio of 1.3 or less for <see cref="Mask"/>. Neither keeps anything from call to call.
/// </summary>
[MemoryDiagnoser]
public class OtsuMaskBench : SlideBench
{
    private const double Mpp = 8;
    private readonly ReleasingOutput<TissueMask> output = new();
    private OtsuTissueMaskStage stage = null!;
    private int page;

    [GlobalSetup]
    public void Setup()
    {
        stage = new OtsuTissueMaskStage(new() { Mpp = Mpp }, Bench.Context());
        double mpp = MaskGeometry.For(Bench.Slide, Mpp).Mpp;
        SlideLevel level = Bench.Slide.Info.Levels.FirstOrDefault(l => Math.Abs((l.Downsample * Bench.Slide.Mpp / mpp) - 1) < 1e-6)
            ?? throw new InvalidOperationException($"'{Bench.FilePath}' has no level near {Mpp} um/px to compare with.");
        Cache.Max = 0;
        NetVips.NetVips.Concurrency = 0; // as many threads as libvips likes
        page = FindPage(level);
    }

    [Benchmark(Baseline = true)]
    public ulong NetVipsReadsLevel()
    {
        using Image image = Page(page);
        nint pixels = image.WriteToMemory(out ulong size);
        NetVips.NetVips.Free(pixels);
        return size;
    }

    [Benchmark]
    public async Task<int> Mask()
    {
        using var scope = new SlideScope(0, "bench", Bench.FilePath);
        await stage.ProcessAsync(Bench.Open(scope, cacheBytes: 0), output, CancellationToken.None);
        return output.Count;
    }

    private Image Page(int number) =>
        Image.NewFromFile(Bench.FilePath, access: Enums.Access.Sequential, kwargs: new VOption { { "page", number } });

    private int FindPage(SlideLevel level)
    {
        int pages;
        using (Image first = Page(0))
        {
            pages = first.Contains("n-pages") ? (int)first.Get("n-pages") : 1;
        }

        return Enumerable.Range(0, pages).First(number =>
        {
            using Image image = Page(number);
            return image.Width == level.Width && image.Height == level.Height;
        });
    }
}
