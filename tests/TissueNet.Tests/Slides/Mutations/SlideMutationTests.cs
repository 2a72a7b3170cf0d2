using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using CliWrap;
using TissueNet.Tests.TestSupport;

namespace TissueNet.Tests.Slides.Mutations;

/// <summary>
/// Damaged copies of real slides, by seed: each ends in an image or a clean error, in bounded time and memory, and never in the end of
/// the process. TISSUENET_SOAK_MUTATIONS is how many; TISSUENET_SOAK_REPORT names a file for the summary.
/// </summary>
public sealed class SlideMutationTests
{
    private const int Chunk = 1000;
    private const int MostCrashes = 50;
    private const long MostMemory = 256L << 20;
    private static readonly int Runs = Number("TISSUENET_SOAK_MUTATIONS", 1500);
    private static readonly int First = Number("TISSUENET_SOAK_FIRST", 0);

    [Fact]
    public async Task MutatedSlides_OpenedAndRead_EndInPixelsOrACleanError()
    {
        Assert.SkipUnless(ProcessFigures.Exist, "Needs Linux: what a process holds is asked of /proc.");
        using var folder = new TemporaryFolder();
        var summary = new MutationSummary();
        var chunks = new ConcurrentQueue<(int First, int Count)>(
            Enumerable.Range(0, (Runs + Chunk - 1) / Chunk).Select(i => (First + (i * Chunk), Math.Min(Chunk, Runs - (i * Chunk)))));
        int crashes = 0;
        await Task.WhenAll(Enumerable.Range(0, Math.Min(2, Environment.ProcessorCount)).Select(async _ =>
        {
            while (chunks.TryDequeue(out (int First, int Count) chunk) && crashes < MostCrashes)
            {
                string report = folder.File($"{chunk.First}.tsv");
                string error = await RunAsync(chunk, report);
                lock (summary)
                {
                    if (summary.Add(report) is { } lost)
                    {
                        crashes++;
                        summary.Wrong.Add($"{lost}\t{MutationSubject.Names[lost % MutationSubject.Names.Count]}\tthe process died: {error}");
                        if (lost + 1 < chunk.First + chunk.Count)
                        {
                            chunks.Enqueue((lost + 1, chunk.First + chunk.Count - lost - 1));
                        }
                    }
                }
            }
        }));

        TestContext.Current.TestOutputHelper?.WriteLine(summary.ToString());
        if (Environment.GetEnvironmentVariable("TISSUENET_SOAK_REPORT") is { Length: > 0 } path)
        {
            await File.WriteAllTextAsync(path, summary + "\n" + string.Join("\n", summary.Wrong) + "\n", TestContext.Current.CancellationToken);
        }

        summary.Wrong.ShouldBeEmpty();
        summary.Outcomes.Count.ShouldBe(Runs);
        summary.Outcomes.Count(o => o.Result == "image").ShouldBeGreaterThan(Runs / 10);
        summary.Outcomes.Count(o => o.Result != "image").ShouldBeGreaterThan(Runs / 10);
        summary.PeakAboveIdle.ShouldBeLessThan(MostMemory);
    }

    private static async Task<string> RunAsync((int First, int Count) chunk, string report)
    {
        var text = new StringBuilder();
        CommandResult result = await CliWrap.Cli.Wrap("dotnet")
            .WithArguments([Path.Combine(AppContext.BaseDirectory, "TissueNet.Tests.dll"), "-class", typeof(MutationChunk).FullName!, "-noColor"])
            .WithEnvironmentVariables(v => v
                .Set("DOTNET_GCHeapHardLimit", "0xC000000") // 192 MiB, room for two of the largest tiles: what is found is needed, not garbage that waits to be collected
                .Set(MutationChunk.First, chunk.First.ToString(CultureInfo.InvariantCulture))
                .Set(MutationChunk.Count, chunk.Count.ToString(CultureInfo.InvariantCulture))
                .Set(MutationChunk.Report, report))
            .WithValidation(CommandResultValidation.None)
            .WithStandardOutputPipe(PipeTarget.ToStringBuilder(text))
            .WithStandardErrorPipe(PipeTarget.ToStringBuilder(text))
            .ExecuteAsync(TestContext.Current.CancellationToken);
        string last = string.Join(' ', text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).TakeLast(12));
        return string.Create(CultureInfo.InvariantCulture, $"exit code {result.ExitCode}: {last}");
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out int number) ? number : otherwise;
}
