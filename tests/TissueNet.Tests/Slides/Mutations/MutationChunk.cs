using System.Globalization;
using System.Text;
using TissueNet.Tests.TestSupport;

namespace TissueNet.Tests.Slides.Mutations;

/// <summary>
/// One process's share of the mutations: <see cref="SlideMutationTests"/> starts it in processes of their own, because a native decoder
/// that crashes takes its process along. Started as any other test it does a small share, and checks what it reports.
/// </summary>
public sealed class MutationChunk
{
    public const string First = "TISSUENET_MUTATIONS_FIRST";
    public const string Count = "TISSUENET_MUTATIONS_COUNT";
    public const string Report = "TISSUENET_MUTATIONS_REPORT";
    public const string Done = "done";
    public const string Began = ">";
    public const string Idle = "idle";
    private static readonly TimeSpan HangLimit = TimeSpan.FromSeconds(30);

    [Fact]
    public void Chunk_OfMutations_ReportsEachAndItsEnd()
    {
        using var folder = new TemporaryFolder();
        if (Environment.GetEnvironmentVariable(Report) is { } report)
        {
            int first = int.Parse(Environment.GetEnvironmentVariable(First)!, CultureInfo.InvariantCulture);
            Run(report, first, int.Parse(Environment.GetEnvironmentVariable(Count)!, CultureInfo.InvariantCulture), folder);
            return;
        }

        Run(folder.File("report"), 0, 10, folder);
        string[] lines = File.ReadAllLines(folder.File("report"));
        lines.Count(line => line.StartsWith(Began, StringComparison.Ordinal)).ShouldBe(10);
        lines[^1].ShouldBe(Done);
    }

    private static void Run(string report, int first, int count, TemporaryFolder folder)
    {
        using var file = new FileStream(report, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
        Say(file, $"{Idle}\t{ProcessFigures.Resident}");
        MutationSubject[] subjects = [.. MutationSubject.Names.Select(n => MutationSubject.Copy(n, folder.Path))];
        using var watchdog = new Timer(_ => Environment.FailFast("A mutation hangs."));
        var one = new MutationCase();
        for (int seed = first; seed < first + count; seed++)
        {
            // Written before, so that it is known when the process does not come back.
            Say(file, $"{Began}\t{seed}");
            watchdog.Change(HangLimit, Timeout.InfiniteTimeSpan);
            int subject = seed % subjects.Length;
            Say(file, one.Run(seed, MutationSubject.Names[subject], subjects[subject]).ToString());
        }

        watchdog.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Say(file, Done);
    }

    private static void Say(FileStream file, string line) => file.Write(Encoding.UTF8.GetBytes(line + "\n"));
}
