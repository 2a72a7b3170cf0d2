using System.Collections.Concurrent;
using TissueNet.Slides.Fetching;
using TissueNet.Stages;
using TissueNet.Tests.TestSupport;

namespace TissueNet.Tests.Slides.Fetching;

public sealed class SourceFetcherTests : IDisposable
{
    private const int TileBytes = 10_000;
    private const int Tiles = 200;
    private readonly byte[] bytes = new byte[Tiles * TileBytes];
    private readonly FetchThreads threads = new(8, TimeSpan.FromMilliseconds(50));

    public SourceFetcherTests() => new Random(1).NextBytes(bytes);

    public void Dispose() => SpinWait.SpinUntil(() => threads.Count == 0, TimeSpan.FromSeconds(10)).ShouldBeTrue("threads never ended");

    [Fact]
    public void Want_QuickStorage_IsNotActive()
    {
        using var pool = new PixelPool(8 << 20);
        using var ahead = new ReadAhead(pool, 4 << 20, threads);
        using var fetcher = new SourceFetcher(new MemoryByteSource(bytes), ahead, ownsAhead: false);
        for (int i = 0; i < 50; i++)
        {
            Check(fetcher, i);
        }

        (fetcher.IsActive, fetcher.ReadsAhead, ahead.Reads, threads.Count).ShouldBe((false, false, 0L, 0));
    }

    [Fact]
    public void Read_AfterWishesInOrder_TakesFewLargeReads()
    {
        using var pool = new PixelPool(8 << 20);
        using var ahead = new ReadAhead(pool, 8 << 20, threads);
        var storage = new ImitatedStorage(new MemoryByteSource(bytes));
        using var fetcher = new SourceFetcher(storage, ahead, ownsAhead: false);
        WantAll(fetcher, wake: false);
        for (int i = 0; i < Tiles; i++)
        {
            Check(fetcher, i);
        }

        storage.Reads.ShouldBe(2); // 2 MB, by 1 MiB
        storage.Bytes.ShouldBe(bytes.Length);
        ahead.Hits.ShouldBe(Tiles);
    }

    [Fact]
    public void Wake_ManyWishes_ReadsSeveralAtOnceWithinTheBound()
    {
        using var pool = new PixelPool(8 << 20);
        using var ahead = new ReadAhead(pool, 1 << 20, threads);
        using var barrier = new ManualResetEvent(false);
        var storage = new ImitatedStorage(new MemoryByteSource(bytes)) { Barrier = barrier };
        using var fetcher = new SourceFetcher(storage, ahead, ownsAhead: false);
        WantAll(fetcher);
        SpinWait.SpinUntil(() => storage.InFlight >= 7, TimeSpan.FromSeconds(10)).ShouldBeTrue();
        ahead.Bytes.ShouldBeLessThanOrEqualTo(1 << 20);
        barrier.Set();
        for (int i = 0; i < Tiles; i++)
        {
            Check(fetcher, i);
            fetcher.Done((long)i * TileBytes);
        }

        storage.MostInFlight.ShouldBeInRange(7, 9); // the threads, and the reader itself
        pool.PeakLeasedBytes.ShouldBeLessThanOrEqualTo(1 << 20);
    }

    [Fact]
    public void Read_FailedBlock_OnlyTheBadTileFails()
    {
        using var pool = new PixelPool(8 << 20);
        using var ahead = new ReadAhead(pool, 8 << 20, threads);
        const long Bad = (57 * TileBytes) + 123;
        var storage = new ImitatedStorage(new MemoryByteSource(bytes)) { Fails = (offset, length) => offset <= Bad && Bad < offset + length };
        using var fetcher = new SourceFetcher(storage, ahead, ownsAhead: false);
        WantAll(fetcher);
        for (int i = 0; i < Tiles; i++)
        {
            if (i == 57)
            {
                Should.Throw<IOException>(() => Check(fetcher, 57)).Message.ShouldBe($"the network is down at byte {57 * TileBytes}");
            }
            else
            {
                Check(fetcher, i);
            }
        }
    }

    [Fact]
    public void Read_FileCutShort_TilesBeforeTheEndAreRight()
    {
        using var pool = new PixelPool(8 << 20);
        using var ahead = new ReadAhead(pool, 8 << 20, threads);
        using var fetcher = new SourceFetcher(new MemoryByteSource(bytes[..(100 * TileBytes)]), ahead, ownsAhead: false);
        WantAll(fetcher);
        for (int i = 0; i < 100; i++)
        {
            Check(fetcher, i);
        }

        Should.Throw<EndOfStreamException>(() => Check(fetcher, 100));
    }

    [Fact]
    public async Task Reclaim_SomebodyWaitsForMemory_GivesAllOfIt()
    {
        using var pool = new PixelPool(2 << 20);
        using var ahead = new ReadAhead(pool, 2 << 20, threads);
        using var fetcher = new SourceFetcher(new MemoryByteSource(bytes), ahead, ownsAhead: false);
        WantAll(fetcher);
        SpinWait.SpinUntil(() => ahead.Bytes > 1 << 20, TimeSpan.FromSeconds(10)).ShouldBeTrue();

        using (await pool.LeaseAsync(2 << 20, TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken))
        {
            ahead.Bytes.ShouldBe(0);
            Check(fetcher, 3); // without memory: read alone
        }
    }

    [Fact]
    public void Drop_WhatWasReadAhead_ReturnsItsMemoryAndForgetsTheRest()
    {
        using var pool = new PixelPool(8 << 20);
        using var ahead = new ReadAhead(pool, 1 << 20, threads);
        using var barrier = new ManualResetEvent(false);
        var storage = new ImitatedStorage(new MemoryByteSource(bytes)) { Barrier = barrier };
        using var fetcher = new SourceFetcher(storage, ahead, ownsAhead: false);
        WantAll(fetcher);
        SpinWait.SpinUntil(() => storage.InFlight >= 7, TimeSpan.FromSeconds(10)).ShouldBeTrue();
        fetcher.Drop();
        barrier.Set();
        SpinWait.SpinUntil(() => storage.InFlight == 0, TimeSpan.FromSeconds(10)).ShouldBeTrue();
        SpinWait.SpinUntil(() => threads.Count == 0, TimeSpan.FromSeconds(10)).ShouldBeTrue();
        fetcher.Drop();
        pool.LeaseCount.ShouldBe(0);
        storage.Reads.ShouldBeLessThanOrEqualTo(8);
    }

    [Fact]
    public async Task Dispose_ReadsInFlight_WaitsForThem()
    {
        using var pool = new PixelPool(8 << 20);
        using var ahead = new ReadAhead(pool, 8 << 20, threads);
        using var barrier = new ManualResetEvent(false);
        var storage = new ImitatedStorage(new MemoryByteSource(bytes)) { Barrier = barrier };
        var fetcher = new SourceFetcher(storage, ahead, ownsAhead: false);
        WantAll(fetcher);
        SpinWait.SpinUntil(() => storage.InFlight > 0, TimeSpan.FromSeconds(10)).ShouldBeTrue();
        Task disposing = Task.Run(fetcher.Dispose, TestContext.Current.CancellationToken);
        await Task.Delay(50, TestContext.Current.CancellationToken);
        storage.IsClosed.ShouldBeFalse();
        barrier.Set();
        await disposing;
        (storage.IsClosed, storage.WasMisused, pool.LeaseCount).ShouldBe((true, false, 0));
    }

    [Fact]
    public async Task AnySchedule_OfHintsReadsAndDisposal_GivesTheRightBytesAndAllMemoryBack()
    {
        for (int seed = 0; seed < 2000; seed++)
        {
            await RunScheduleAsync(seed);
        }
    }

    private async Task RunScheduleAsync(int seed)
    {
        var random = new Random(seed);
        using var pool = new PixelPool(random.Next(1, 5) << 18);
        using var ahead = new ReadAhead(pool, random.Next(4) == 0 ? 0 : random.Next(1, 60) << 14, threads) { SlowRead = TimeSpan.Zero };
        ImitatedStorage[] storages = [.. Enumerable.Range(0, 2).Select(_ => new ImitatedStorage(new MemoryByteSource(bytes)))];
        long bad = random.Next(3) == 0 ? random.Next(bytes.Length) : -1;
        storages[0].Fails = (offset, length) => offset <= bad && bad < offset + length;
        SourceFetcher[] fetchers = [.. storages.Select(s => new SourceFetcher(s, ahead, ownsAhead: false))];
        var failures = new ConcurrentQueue<(int Source, int Tile)>();
        Task[] readers = [.. Enumerable.Range(0, 4).Select(reader => Task.Run(() => ReadAtRandomAsync(new Random((seed * 4) + reader), pool, fetchers, failures)))];
        await Task.WhenAll(readers);
        Array.ForEach(fetchers, f => f.Dispose());

        pool.LeaseCount.ShouldBe(0, $"seed {seed}");
        ahead.Bytes.ShouldBe(0, $"seed {seed}");
        storages.ShouldAllBe(s => !s.WasMisused, $"seed {seed}");
        failures.ShouldAllBe(f => f.Source == 0 && f.Tile == bad / TileBytes, $"seed {seed}");
    }

    private async Task ReadAtRandomAsync(Random random, PixelPool pool, SourceFetcher[] fetchers, ConcurrentQueue<(int Source, int Tile)> failures)
    {
        for (int round = 0; round < 6; round++)
        {
            int source = random.Next(fetchers.Length), first = random.Next(Tiles), count = Math.Min(random.Next(1, 30), Tiles - first);
            SourceFetcher fetcher = fetchers[source];
            for (int tile = first; tile < first + count; tile++)
            {
                fetcher.Want((long)tile * TileBytes, TileBytes, isHint: random.Next(2) == 0);
            }

            fetcher.Wake();
            if (random.Next(6) == 0)
            {
                fetcher.Drop();
            }

            if (random.Next(6) == 0)
            {
                // Somebody who wants nearly all memory gets it: what is read ahead never stands in the way.
                using (await pool.LeaseAsync(random.Next(1, (int)pool.Capacity)).AsTask().WaitAsync(TimeSpan.FromSeconds(30)))
                {
                    pool.LeasedBytes.ShouldBeLessThanOrEqualTo(pool.Capacity);
                }
            }

            for (int tile = first; tile < first + count; tile++)
            {
                try
                {
                    Check(fetcher, tile);
                }
                catch (IOException)
                {
                    failures.Enqueue((source, tile));
                }

                fetcher.Done((long)tile * TileBytes);
            }
        }
    }

    private static void WantAll(SourceFetcher fetcher, bool wake = true)
    {
        for (int i = 0; i < Tiles; i++)
        {
            fetcher.Want((long)i * TileBytes, TileBytes, isHint: true);
        }

        if (wake)
        {
            fetcher.Wake();
        }
    }

    private void Check(SourceFetcher fetcher, int tile)
    {
        using StoredBytes stored = fetcher.Read((long)tile * TileBytes, TileBytes);
        if (!stored.Span.SequenceEqual(bytes.AsSpan(tile * TileBytes, TileBytes)))
        {
            throw new InvalidDataException($"Tile {tile} differs.");
        }
    }
}
