using System.Diagnostics;
using TissueNet.Slides;
using TissueNet.Stages;

namespace TissueNet.Tests.Slides.Mutations;

/// <summary>Reads a damaged slide as a user would, and judges what came of it.</summary>
internal sealed class MutationCase
{
    private const long MostAllocated = 96L << 20;
    private const int Side = 256;
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(5);
    private readonly byte[] pixels = new byte[Side * Side * 3];
    private readonly string[] readers = [.. SlideFormats.All.Select(f => f.Name).Where(n => n is "vips" or "openslide")];
    private string? failure;
    private int read;

    public MutationOutcome Run(int seed, string name, MutationSubject subject)
    {
        var random = new Random(seed);
        (Mutation mutation, Action undo) = subject.Damage(random);
        string? only = random.Next(10) == 0 ? readers[random.Next(readers.Length)] : null;
        (failure, read) = (null, 0);
        var wrong = new List<string>();
        ProcessFigures.ForgetPeak();
        long allocated = GC.GetAllocatedBytesForCurrentThread(), started = Stopwatch.GetTimestamp();
        TimeSpan used = Environment.CpuUsage.TotalTime;
        bool opened = false;
        using (var pool = new PixelPool(32 << 20))
        {
            try
            {
                using ISlideReader reader = SlideFormats.Open(subject.Path, pool, 8 << 20, only);
                opened = true;
                wrong.AddRange(Absurdities(reader.Info));
                Read(reader, random);
            }
            catch (SlideException exception)
            {
                failure = Judge(exception, subject.Path, wrong);
            }
            catch (Exception exception)
            {
                wrong.Add(exception.ToString());
            }

            if (pool.LeaseCount != 0)
            {
                wrong.Add($"{pool.LeaseCount} leases are left");
            }
        }

        // On a busy machine the clock runs on while others compute; what waits for nothing for ever is ended by the chunk's watchdog.
        TimeSpan time = Stopwatch.GetElapsedTime(started), computed = Environment.CpuUsage.TotalTime - used;
        time = time < computed ? time : computed;
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        long peak = ProcessFigures.Peak;
        undo();
        if (time > MostTime)
        {
            wrong.Add($"it took {time.TotalSeconds:0.0} s");
        }

        if (allocated > MostAllocated)
        {
            wrong.Add($"it allocated {allocated >> 20} MB");
        }

        if (ProcessFigures.HandlesTo(Path.GetDirectoryName(subject.Path)!) is > 0 and var left)
        {
            wrong.Add($"it left {left} handles");
        }

        string result = wrong.Count > 0 ? MutationOutcome.Wrong : !opened ? "error" : failure is null ? "image" : "partial";
        string note = wrong.Count > 0 ? $"{string.Join("; ", wrong)} [{only ?? "auto"}: {mutation}]" : failure ?? "";
        return new MutationOutcome(seed, name, mutation.Kind, result, time.TotalMilliseconds, peak, note);
    }

    private void Read(ISlideReader reader, Random random)
    {
        foreach (SlideLevel level in reader.Info.Levels.Take(10))
        {
            Read(reader, level.Index, 1, random.Next(level.Width), random.Next(level.Height), Side, random);
            Read(reader, level.Index, 1, level.Width - 8, level.Height - 8, 16, random); // over the far corner
            foreach (int shrink in reader.Shrinks(level.Index).Where(_ => random.Next(3) == 0))
            {
                Read(reader, level.Index, shrink, random.Next(level.Width) / shrink, random.Next(level.Height) / shrink, Side / shrink, random);
            }
        }

        foreach (string name in reader.Info.Associated.Keys.Where(_ => random.Next(4) == 0))
        {
            (int width, int height) = reader.Info.Associated[name];
            Try(() => reader.ReadAssociated(name).LongLength.ShouldBe((long)width * height * 3));
        }
    }

    private void Read(ISlideReader reader, int level, int shrink, int x, int y, int side, Random random)
    {
        int width = random.Next(1, side + 1), height = random.Next(1, side + 1);
        Try(() => reader.ReadRegion(level, shrink, x, y, width, height, pixels));
    }

    private void Try(Action reading)
    {
        try
        {
            reading();
            read++;
        }
        catch (SlideException exception) when (exception.Message.Length > 0)
        {
            failure = exception.Message;
            if (!exception.Message.Contains(Path.GetFileName(exception.Path), StringComparison.Ordinal))
            {
                throw new InvalidOperationException("The message does not name the file.", exception);
            }
        }
    }

    private static string Judge(SlideException exception, string path, List<string> wrong)
    {
        if (!exception.Message.Contains(Path.GetFileName(path), StringComparison.Ordinal) || exception.Path != path)
        {
            wrong.Add($"the message does not name the file: {exception.Message}");
        }

        if (string.IsNullOrEmpty(exception.Remedy))
        {
            wrong.Add($"the message says not what to do: {exception.Message}");
        }

        return exception.Message;
    }

    private static IEnumerable<string> Absurdities(SlideInfo info)
    {
        if (info.Levels.Count == 0 || info.Levels.Any(l => l.Width < 1 || l.Height < 1 || l.TileWidth < 1 || l.TileHeight < 1))
        {
            yield return "a level has no size";
        }

        if (info.Levels.Zip(info.Levels.Skip(1)).Any(p => !(p.Second.Downsample >= p.First.Downsample)) || info.Levels[0].Downsample != 1)
        {
            yield return $"downsamples descend, or do not begin with 1: {string.Join(", ", info.Levels.Select(l => l.Downsample))}";
        }

        if (info is { MppX: not (null or > 0 and < 1000) } or { MppY: not (null or > 0 and < 1000) } || info.MppX is null != info.MppY is null)
        {
            yield return $"it has {info.MppX} x {info.MppY} um/px";
        }
    }
}
