using System.Diagnostics;
using NetVips;
using TissueNet.Patches;
using TissueNet.Slides;
using TissueNet.Slides.Tiff;
using TissueNet.Stages;
using TissueRegion = TissueNet.Regions.Region;

namespace TissueNet.Bench.Reading;

/// <summary>The same patches in the same order, read by <c>read_patch</c>, NetVips and OpenSlide.</summary>
internal sealed class PatchReading(BenchSlide bench, IReadOnlyList<TissueRegion> regions) : IDisposable
{
    private readonly byte[] rgb = new byte[regions[0].PatchPixels * regions[0].PatchPixels * 3];
    private SlideScope? scope;
    private TissueRegion[] own = [];
    private TiffSlideReader? reader;
    private Image? image;
    private NetVips.Region? region;
    private OpenSlideNative? openSlide;
    private long allocated;

    /// <summary>Reads by the stage, as a run does.</summary>
    /// <param name="threads">Parallel calls of the stage.</param>
    /// <param name="shrinks">Whether tiles may be shrunk while they are decoded.</param>
    public Contestant TissueNet(int threads, bool shrinks = true) => new(
        (threads == 1 ? "TissueNet" : $"TissueNet, {threads} threads") + (shrinks ? "" : ", decoding at full size and shrinking"),
        () => ReadOwn(threads),
        () => OpenOwn(shrinks),
        () => FormattableString.Invariant(
            $"decoded {reader!.TilesDecoded} of {reader.TilesTouched} tiles touched ({(double)reader.TilesDecoded / reader.TilesTouched:0.000}), {allocated / regions.Count} B/patch"));

    /// <summary>NetVips <c>Region.Fetch</c>.</summary>
    public Contestant Vips() => new(
        "NetVips Region.Fetch",
        () =>
        {
            foreach (TissueRegion r in regions)
            {
                byte[] pixels = region!.Fetch(r.Level0X, r.Level0Y, r.PatchPixels, r.PatchPixels);
                if (pixels.Length != rgb.Length)
                {
                    throw new UnreachableException("Not RGB.");
                }
            }
        },
        () =>
        {
            CloseVips();
            image = Image.NewFromFile(bench.FilePath, access: Enums.Access.Random);
            region = NetVips.Region.New(image);
        });

    /// <summary>OpenSlide's <c>read_region</c>.</summary>
    public Contestant OpenSlide() => new(
        "OpenSlide read_region",
        () =>
        {
            foreach (TissueRegion r in regions)
            {
                openSlide!.Read(0, r.Level0X, r.Level0Y, r.PatchPixels, r.PatchPixels, rgb);
            }
        },
        () =>
        {
            openSlide?.Dispose();
            openSlide = new OpenSlideNative(bench.FilePath);
        });

    public void Dispose()
    {
        scope?.Dispose();
        CloseVips();
        openSlide?.Dispose();
    }

    private void OpenOwn(bool shrinks)
    {
        scope?.Dispose();
        scope = new SlideScope(1, "reading", bench.FilePath);
        Slide slide = bench.Open(scope, 96L << 20);
        reader = (TiffSlideReader)slide.Reader;
        slide = shrinks ? slide : new Slide(scope, new FullSizeReader(reader), slide.MppX, slide.MppY);
        own = [.. regions.Select(r => r with { Slide = slide })];
    }

    private void ReadOwn(int threads)
    {
        int next = -1;
        var stages = Enumerable.Range(0, threads).Select(_ => new ReadPatchStage(bench.Context())).ToArray();
        long before = GC.GetTotalAllocatedBytes(precise: true);
        Task[] others = [.. stages.Skip(1).Select(stage => Task.Factory.StartNew(() => Work(stage), TaskCreationOptions.LongRunning))];
        Work(stages[0]);
        Task.WaitAll(others);
        allocated = GC.GetTotalAllocatedBytes(precise: true) - before;

        void Work(ReadPatchStage stage)
        {
            var output = new ReleasingOutput<Patch>();
            for (int i = Interlocked.Increment(ref next); i < own.Length; i = Interlocked.Increment(ref next))
            {
                ValueTask reading = stage.ProcessAsync(own[i], output, CancellationToken.None);
                if (!reading.IsCompletedSuccessfully)
                {
                    throw new UnreachableException("Reading had to wait for memory.");
                }
            }
        }
    }

    private void CloseVips()
    {
        region?.Dispose();
        image?.Dispose();
    }
}
