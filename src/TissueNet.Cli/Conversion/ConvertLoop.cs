using System.Collections.Concurrent;
using TissueNet.Cli.Output;
using TissueNet.Slides.Writing;
using TissueNet.Stages;

namespace TissueNet.Cli.Conversion;

/// <summary>Converts slides, some at once; what happens to one does not touch the others.</summary>
/// <param name="converter">Converts one.</param>
/// <param name="view">Shows it.</param>
/// <param name="terminal">Where to say that the view has failed.</param>
/// <param name="time">Clock.</param>
internal sealed class ConvertLoop(SlideConverter converter, IConvertView view, Terminal terminal, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, ConversionProgress> inFlight = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<ConvertedSlide> ended = new();
    private readonly ConcurrentQueue<double> earlier = new(); // what earlier runs had done of the slides that have ended
    private long endedPixels;
    private int isBlind;

    /// <summary>Slides that have ended.</summary>
    public IReadOnlyCollection<ConvertedSlide> Ended => ended;

    /// <summary>Pixels that were worked on.</summary>
    public long Pixels => Interlocked.Read(ref endedPixels) + inFlight.Values.Sum(p => p.Pixels);

    /// <summary>Converts all.</summary>
    /// <param name="slides">Files with their names.</param>
    /// <param name="output">The folder.</param>
    /// <param name="parallel">Slides at once.</param>
    /// <param name="cancellation">Stops at the next tile.</param>
    public async Task RunAsync(IReadOnlyList<(string Path, string Name)> slides, string output, int parallel, CancellationToken cancellation)
    {
        HashSet<string> sources = new(slides.Select(s => RealPath(s.Path)), StringComparer.OrdinalIgnoreCase);
        long start = time.GetTimestamp();
        Task run = Parallel.ForEachAsync(
            slides,
            new ParallelOptions { MaxDegreeOfParallelism = parallel },
            async (slide, _) =>
            {
                if (!cancellation.IsCancellationRequested)
                {
                    await ConvertAsync(slide.Path, slide.Name, Path.Combine(output, converter.FileName(slide.Name)), sources, cancellation);
                }
            });
        using var timer = new PeriodicTimer(view.Interval, time);
        Task<bool> tick = timer.WaitForNextTickAsync(CancellationToken.None).AsTask();
        while (await Task.WhenAny(run, tick) == tick)
        {
            Show(() => view.Progress(Progress(slides.Count, time.GetElapsedTime(start))));
            tick = timer.WaitForNextTickAsync(CancellationToken.None).AsTask();
        }

        await run;
    }

    /// <summary>Shows something; a view that cannot write (a full disk behind a pipe, a terminal that is gone) ends, the work goes on.</summary>
    public void Show(Action show)
    {
        if (Volatile.Read(ref isBlind) != 0)
        {
            return;
        }

        try
        {
            show();
        }
        catch (IOException exception)
        {
            if (Interlocked.Exchange(ref isBlind, 1) == 0)
            {
                Complain(exception);
            }
        }
    }

    private void Complain(IOException exception)
    {
        try
        {
            terminal.Error.WriteLine($"The conversion goes on, but it is not shown any more: {exception.Message}");
        }
        catch (IOException)
        {
            // The error stream is gone as well: there is nobody left to tell.
        }
    }

    // Links are followed, so that a slide is not written over by another of its names.
    private static string RealPath(string path) =>
        (File.Exists(path) ? new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName : null) ?? Path.GetFullPath(path);

    private ConvertProgress Progress(int slides, TimeSpan elapsed) => new()
    {
        Slides = slides,
        Ended = ended.Count,
        Failed = ended.Count(slide => slide.Status == SlideStatus.Failed),
        Earlier = earlier.Sum() + inFlight.Values.Sum(p => p.EarlierFraction),
        Pixels = Pixels,
        Elapsed = elapsed,
        InFlight = [.. inFlight.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => (p.Key, p.Value.Fraction))],
    };

    private async Task ConvertAsync(string path, string name, string target, HashSet<string> sources, CancellationToken cancellation)
    {
        long start = time.GetTimestamp();
        var progress = new ConversionProgress();
        inFlight[name] = progress;
        ConvertedSlide? slide;
        try
        {
            if (sources.Contains(RealPath(target)))
            {
                throw new StageException(
                    $"'{target}' is one of the slides to convert; a slide is never written over.", "Name another folder with --output.");
            }

            ConversionResult result = await converter.ConvertAsync(path, target, progress, cancellation);
            slide = new ConvertedSlide(
                name, path, result.WasThere ? SlideStatus.Skipped : SlideStatus.Succeeded, result, time.GetElapsedTime(start).TotalSeconds, null);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            slide = null;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            string error = exception switch
            {
                StageException { Remedy: { } remedy } => $"{exception.Message} {remedy}",
                StageException or IOException or UnauthorizedAccessException => exception.Message,
                _ => $"Unexpected: {exception}",
            };
            slide = new ConvertedSlide(name, path, SlideStatus.Failed, null, time.GetElapsedTime(start).TotalSeconds, error);
        }

        inFlight.TryRemove(name, out _);
        Interlocked.Add(ref endedPixels, progress.Pixels);
        if (slide is not null)
        {
            earlier.Enqueue(slide.Status == SlideStatus.Skipped ? 1 : progress.EarlierFraction);
            ended.Enqueue(slide);
            Show(() => view.SlideFinished(slide));
        }
    }
}
