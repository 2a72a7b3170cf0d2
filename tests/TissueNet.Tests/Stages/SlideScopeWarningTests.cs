using TissueNet.Stages;

namespace TissueNet.Tests.Stages;

public class SlideScopeWarningTests
{
    [Fact]
    public void Warn_SameTextFromManyThreads_CountsOnce()
    {
        using var scope = new SlideScope(0, "a", "a.tif");
        Parallel.For(0, 1000, new ParallelOptions { CancellationToken = TestContext.Current.CancellationToken }, i => scope.Warn($"odd {i % 3}"));
        scope.Warnings.ShouldBe(["odd 0", "odd 1", "odd 2"]);
    }

    [Fact]
    public void Warn_Flood_IsCutTheSameInAnyOrder()
    {
        int[] order = [.. Enumerable.Range(0, 500)];
        var results = new List<IReadOnlyList<string>>();
        for (int run = 0; run < 3; run++)
        {
            new Random(run).Shuffle(order);
            using var scope = new SlideScope(0, "a", "a.tif");
            Parallel.ForEach(order, new ParallelOptions { CancellationToken = TestContext.Current.CancellationToken }, i => scope.Warn($"odd {i:000}"));
            results.Add(scope.Warnings);
        }

        results[0].Count.ShouldBe(17);
        results[0][15].ShouldBe("odd 015");
        results[0][16].ShouldContain("dropped");
        results.ShouldAllBe(result => result.SequenceEqual(results[0]));
    }

    [Fact]
    public void Warn_LongTextOfManyLines_BecomesOneShortLine()
    {
        using var scope = new SlideScope(0, "a", "a.tif");
        scope.Warn("one\r\n  two");
        scope.Warn(" ");
        scope.Warn(new string('x', 5000));
        scope.Warnings.Count.ShouldBe(2);
        scope.Warnings[0].ShouldBe("one two");
        scope.Warnings[1].Length.ShouldBe(400);
    }
}
