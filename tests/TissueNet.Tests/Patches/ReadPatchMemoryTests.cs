using System.Diagnostics;
using TissueNet.Patches;
using TissueNet.Regions;
using TissueNet.Slides;
using TissueNet.Stages;
using TissueNet.Tests.TestSupport;

namespace TissueNet.Tests.Patches;

/// <summary>What reading patches leaves to the garbage collector.</summary>
public class ReadPatchMemoryTests
{
    private const int MostBytes = 1024;

    [Theory]
    [InlineData("CMU-1-Small-Region.svs", 0.499)]
    [InlineData("CMU-1-Small-Region.svs", 0.998)]
    [InlineData("CMU-1-Small-Region.svs", 0.6)]
    [InlineData("cmu1-fragment.tif", 0.499)]
    [InlineData("cmu1-fragment-deflate.tif", 0.499)]
    public void Patches_InSteadyState_TakeAKilobyteAndNoLargeArray(string name, double mpp)
    {
        using var listener = new LargeArrayListener();
        string path = Repository.Shared("data", "slides", name);
        using var pool = new PixelPool(64 << 20);
        using var scope = new SlideScope(0, "a", path);
        ISlideReader reader = SlideFormats.Open(path, pool, 4 << 20); // less than the slide: tiles come and go
        scope.Own(reader);
        var slide = new Slide(scope, reader, 0.499, 0.499);
        Region[] regions = Grid(slide, mpp);
        var stage = new ReadPatchStage(new StageContext { Id = "read_patch", Pool = pool, BaseDirectory = ".", OutputDirectory = "." });
        ReadAll(stage, regions); // warms up what is kept: buffers, decompressors, the pool

        Mark<Begin>();
        long before = GC.GetAllocatedBytesForCurrentThread();
        int rounds = 0;
        for (; rounds * regions.Length < 300; rounds++)
        {
            ReadAll(stage, regions);
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Mark<End>();

        (allocated / (rounds * regions.Length)).ShouldBeLessThanOrEqualTo(MostBytes);
        Between(listener).ShouldBeEmpty();
    }

    private static void ReadAll(ReadPatchStage stage, Region[] regions)
    {
        var output = new Disposing();
        foreach (Region region in regions)
        {
            ValueTask reading = stage.ProcessAsync(region, output, CancellationToken.None);
            reading.IsCompletedSuccessfully.ShouldBeTrue();
        }
    }

    private static Region[] Grid(Slide slide, double mpp)
    {
        int side = (int)(224 * mpp / slide.MppX);
        return
        [
            .. from y in Enumerable.Range(0, slide.Height / side)
               from x in Enumerable.Range(0, slide.Width / side)
               select new Region
               {
                   Slide = slide,
                   Index = 0,
                   Level0X = x * side,
                   Level0Y = y * side,
                   Level0Width = side,
                   Level0Height = side,
                   PatchPixels = 224,
                   Mpp = mpp,
               },
        ];
    }

    // A large array of a type of its own, which the events tell apart.
    private static void Mark<T>() => GC.KeepAlive(new T[500_000]);

    private static List<string> Between(LargeArrayListener listener)
    {
        IReadOnlyList<(long Thread, string Type)> seen = [];
        var patience = Stopwatch.StartNew();
        SpinWait.SpinUntil(() => (seen = listener.Seen).Any(s => s.Type.Contains(nameof(End), StringComparison.Ordinal)), TimeSpan.FromSeconds(20))
            .ShouldBeTrue($"the marks have not arrived in {patience.Elapsed}");
        long thread = seen.First(s => s.Type.Contains(nameof(Begin), StringComparison.Ordinal)).Thread;
        return
        [
            .. seen.Where(s => s.Thread == thread).Select(s => s.Type)
                .SkipWhile(t => !t.Contains(nameof(Begin), StringComparison.Ordinal)).Skip(1)
                .TakeWhile(t => !t.Contains(nameof(End), StringComparison.Ordinal)),
        ];
    }

    private sealed class Begin;

    private sealed class End;

    private sealed class Disposing : IStageOutput<Patch>
    {
        public ValueTask EmitAsync(Patch item, CancellationToken cancellation = default)
        {
            item.Dispose();
            return default;
        }
    }
}
