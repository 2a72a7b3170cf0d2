using TissueNet.Stages;

namespace TissueNet.Tests.Stages;

public class PixelPoolTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task LeaseAsync_BudgetSpent_WaitsForReturn()
    {
        using var pool = new PixelPool(8192);
        PixelLease first = await pool.LeaseAsync(8192, Cancellation);
        Task<PixelLease> second = pool.LeaseAsync(4096, Cancellation).AsTask();
        second.IsCompleted.ShouldBeFalse();
        first.Dispose();
        (await second).Dispose();
        pool.LeasedBytes.ShouldBe(0);
        pool.LeaseCount.ShouldBe(0);
    }

    [Fact]
    public async Task LeaseAsync_MoreThanBudget_SaysWhatToRaise()
    {
        using var pool = new PixelPool(4096);
        var error = await Should.ThrowAsync<StageException>(async () => await pool.LeaseAsync(5000, Cancellation));
        error.Remedy.ShouldNotBeNull().ShouldContain("run.memory");
    }

    [Fact]
    public async Task LeaseAsync_MoreThanIsEverFree_SaysSoInsteadOfWaiting()
    {
        using var pool = new PixelPool(16384);
        pool.TryHold(8192, out PixelLease? model).ShouldBeTrue();
        var error = await Should.ThrowAsync<StageException>(async () => await pool.LeaseAsync(12288, Cancellation).AsTask().WaitAsync(TimeSpan.FromSeconds(10), Cancellation));
        error.Message.ShouldContain("8,192");
        model.ShouldNotBeNull().Dispose();
        (await pool.LeaseAsync(12288, Cancellation)).Dispose();
    }

    [Fact]
    public async Task LeaseAsync_LargeWaiterCancelled_ServesTheOneBehind()
    {
        using var pool = new PixelPool(8192);
        using PixelLease held = await pool.LeaseAsync(4096, Cancellation);
        using var giveUp = new CancellationTokenSource();
        Task<PixelLease> large = pool.LeaseAsync(8192, giveUp.Token).AsTask();
        Task<PixelLease> small = pool.LeaseAsync(4096, Cancellation).AsTask();
        small.IsCompleted.ShouldBeFalse(); // first come, first served
        await giveUp.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(large);
        (await small).Dispose();
    }

    [Fact]
    public async Task Lease_DisposedTwice_Throws()
    {
        using var pool = new PixelPool(4096);
        PixelLease lease = await pool.LeaseAsync(10, Cancellation);
        lease.Dispose();
        Should.Throw<ObjectDisposedException>(lease.Dispose);
        Should.Throw<ObjectDisposedException>(() => lease.GetSpan().Length);
        pool.LeasedBytes.ShouldBe(0);
    }

    [Fact]
    public async Task LeaseAsync_ManyTakers_NeverExceedsBudget()
    {
        using var pool = new PixelPool(64 * 1024);
        await Parallel.ForEachAsync(Enumerable.Range(0, 20_000), Cancellation, async (i, token) =>
        {
            using PixelLease lease = await pool.LeaseAsync(1 + (i * 7919 % 60_000), token);
            lease.GetSpan()[0] = 1;
        });
        pool.PeakLeasedBytes.ShouldBeLessThanOrEqualTo(pool.Capacity);
        pool.LeaseCount.ShouldBe(0);
    }
}
