using TissueNet.Inference;
using TissueNet.Patches;
using TissueNet.Regions;
using TissueNet.Slides;
using TissueNet.Stages;
using TissueNet.Tissue;

namespace TissueNet.Bench;

/// <summary>
/// The slide that benchmarks read and what the stages make of it: the file that TISSUENET_BENCH_SLIDE names, or a synthetic one, written
/// to the temporary folder as a pyramidal TIFF with JPEG tiles.
/// </summary>
internal sealed class BenchSlide : IDisposable
{
    private const string Variable = "TISSUENET_BENCH_SLIDE";
    private const double MissingMpp = 0.499;
    private readonly bool isTemporary;
    private readonly SlideScope scope;

    /// <summary>Opens the slide, or makes it first.</summary>
    /// <param name="cacheBytes">Memory for decoded tiles.</param>
    public BenchSlide(long cacheBytes = 96L << 20)
        : this(Environment.GetEnvironmentVariable(Variable), cacheBytes)
    {
    }

    /// <summary>Opens a slide.</summary>
    /// <param name="named">The file; null or empty makes a synthetic one.</param>
    /// <param name="cacheBytes">Memory for decoded tiles.</param>
    public BenchSlide(string? named, long cacheBytes)
    {
        isTemporary = string.IsNullOrEmpty(named);
        FilePath = isTemporary ? SyntheticTiff.Make(MissingMpp) : named!;
        if (!File.Exists(FilePath))
        {
            throw new FileNotFoundException($"'{FilePath}' is not there; without a name ({Variable}) a synthetic slide is made.");
        }

        scope = new SlideScope(0, "bench", FilePath);
        Slide = Open(scope, cacheBytes);
        scope.Keep("open_slide", Slide);
    }

    public string FilePath { get; }

    public PixelPool Pool { get; } = new(1L << 30);

    public Slide Slide { get; }

    /// <summary>A stage's context.</summary>
    public StageContext Context(string output = "") =>
        new() { Id = "bench", Pool = Pool, BaseDirectory = Environment.CurrentDirectory, OutputDirectory = output };

    /// <summary>Opens the file once more; the scope owns the reader.</summary>
    public Slide Open(SlideScope owner, long cacheBytes)
    {
        ISlideReader reader = SlideFormats.Open(FilePath, Pool, cacheBytes);
        owner.Own(reader);
        return new Slide(owner, reader, reader.Info.MppX ?? MissingMpp, reader.Info.MppY ?? MissingMpp);
    }

    public async Task<TissueMask> MaskAsync() => (await RunAsync(new OtsuTissueMaskStage(new(), Context()), Slide))[0];

    /// <summary>A grid of 224 px at 0.5 um/px, or at the slide's own resolution where that is coarser.</summary>
    public async Task<RegionGrid> GridAsync()
    {
        var options = new RegionGridStage.Options { Mpp = Math.Max(0.5, Slide.Mpp), MinTissue = new(0.1) };
        RegionGrid grid = (await RunAsync(new RegionGridStage(options), await MaskAsync()))[0];
        scope.Keep("region_grid", grid);
        return grid;
    }

    /// <summary>Its regions, in the order in which tiles are stored.</summary>
    public async Task<IReadOnlyList<Region>> RegionsAsync()
    {
        var stage = new PrioritizeRegionsStage(new() { Emit = EmissionOrder.Locality }, Context());
        return await RunAsync(stage, await GridAsync());
    }

    /// <summary>A grid of 224 px at the slide's own resolution, so that patches are stored pixels, in the order in which tiles are stored.</summary>
    /// <param name="minTissue">The least share of tissue, 0 for every region.</param>
    /// <param name="scale">How much coarser than the slide.</param>
    public async Task<IReadOnlyList<Region>> GridAsync(double minTissue, double scale = 1)
    {
        var options = new RegionGridStage.Options { Mpp = Slide.Mpp * scale, MinTissue = new(minTissue) };
        RegionGrid grid = (await RunAsync(new RegionGridStage(options), await MaskAsync()))[0];
        var stage = new PrioritizeRegionsStage(new() { Emit = EmissionOrder.Locality }, Context());
        return await RunAsync(stage, grid);
    }

    /// <summary>Regions as patches; dispose them.</summary>
    public async Task<IReadOnlyList<Patch>> PatchesAsync(int count)
    {
        List<Patch> patches = [];
        var stage = new ReadPatchStage(Context());
        foreach (Region region in (await RegionsAsync()).Take(count))
        {
            patches.AddRange(await RunAsync(stage, region));
        }

        return patches;
    }

    /// <summary>Made-up predictions of two classes for every region.</summary>
    public async Task<IReadOnlyList<PatchPrediction>> PredictionsAsync()
    {
        var random = new Random(1);
        return
        [
            .. (await RegionsAsync()).Select(r =>
            {
                float tumor = random.NextSingle();
                return new PatchPrediction { Region = r, ClassNames = ["normal", "tumor"], Probabilities = [1 - tumor, tumor] };
            }),
        ];
    }

    public void Dispose()
    {
        scope.Dispose();
        Pool.Dispose();
        if (isTemporary)
        {
            File.Delete(FilePath);
        }
    }

    private static async Task<IReadOnlyList<TOut>> RunAsync<TIn, TOut>(IStage<TIn, TOut> stage, TIn input)
        where TIn : class, IPayload
        where TOut : class, IPayload
    {
        var output = new KeepingOutput<TOut>();
        await stage.ProcessAsync(input, output, CancellationToken.None);
        return output.Items;
    }
}
