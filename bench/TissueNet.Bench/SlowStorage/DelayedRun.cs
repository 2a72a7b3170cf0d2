using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using TissueNet.Hosting;
using TissueNet.Patches;
using TissueNet.Pipelines;
using TissueNet.Pipelines.Graph;
using TissueNet.Slides;
using TissueNet.Slides.Jpeg;
using TissueNet.Slides.Tiff;
using TissueNet.Stages;

namespace TissueNet.Bench.SlowStorage;

/// <summary>A pipeline up to its patches, through the real graph, on a file whose reads are delayed.</summary>
internal static class DelayedRun
{
    /// <summary>Runs it once.</summary>
    /// <param name="slide">The slide's file.</param>
    /// <param name="stages">The stages, as in a pipeline file.</param>
    /// <param name="delay">Added to every read.</param>
    public static async Task<DelayedRunResult> RunAsync(string slide, IReadOnlyList<string> stages, TimeSpan delay)
    {
        string text = "name: delayed\nslides: { path: . }\nrun: { memory: 768 MiB }\nstages:\n" + string.Concat(stages.Select(s => $"  - {s}\n"));
        PipelineLoadResult loaded = PipelineLoader.LoadText(text, Path.Combine(Environment.CurrentDirectory, "delayed.yaml"));
        PipelinePlan plan = loaded.Plan ?? throw new InvalidOperationException(string.Join(Environment.NewLine, loaded.Diagnostics));
        plan = AddCounter(plan);
        DelayedByteSource? source = null;
        var format = new TiffSlideFormat(JpegDecoders.Default, path => source = new DelayedByteSource(new FileByteSource(path), delay));
        var counter = new CountPatchesStage();
        var factory = new StageFactory(new ServiceCollection().AddTissueNet().BuildServiceProvider());
        using var stop = new CancellationTokenSource();
        using var pool = new PixelPool(plan.Run.Memory.Bytes);
        await using PipelineGraph graph = PipelineGraph.Build(plan, new GraphServices
        {
            CreateStage = (stage, context) =>
                stage.Id == "count" ? counter
                : stage.Options is OpenSlideStage.Options options ? new OpenSlideStage(options, context) { OpenFile = (path, cache, ahead, _) => format.Open(path, cache, ahead) }
                : factory.Create<IStage>(stage.Descriptor.Type, stage.Options, context),
            CreateReport = (_, _) => throw new NotSupportedException("No reports here."),
            Pool = pool,
            Stop = stop,
        });
        await graph.OpenAsync(CancellationToken.None);
        TimeSpan cpu = Environment.CpuUsage.TotalTime;
        long begun = Stopwatch.GetTimestamp();
        using (var scope = new SlideScope(0, "slide", slide, stop.Token))
        {
            await graph.ProcessAsync(new SlideFile(scope));
            if (scope.Failure is { } failure)
            {
                throw new InvalidOperationException($"The slide failed: {failure}");
            }
        }

        TimeSpan time = Stopwatch.GetElapsedTime(begun);
        cpu = Environment.CpuUsage.TotalTime - cpu;
        await graph.CompleteAsync();
        return new DelayedRunResult(time, cpu, counter.Count, source!.Reads, source.Bytes, source.MostInFlight);
    }

    private static PipelinePlan AddCounter(PipelinePlan plan) => plan with
    {
        Stages =
        [
            .. plan.Stages,
            new StagePlan
            {
                Id = "count",
                Descriptor = new StageDescriptor("count", typeof(CountPatchesStage), typeof(Patch), typeof(Patch), false, null, 1, 1, null),
                From = [plan.Stages.Count - 1],
            },
        ],
    };
}
