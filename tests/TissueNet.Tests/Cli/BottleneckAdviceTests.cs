using TissueNet.Cli.Profiling;
using TissueNet.Stages;

namespace TissueNet.Tests.Cli;

public class BottleneckAdviceTests
{
    [Fact]
    public void For_InferenceBusyOnAllCores_NamesItAndSaysToLightenIt()
    {
        (string? stage, string sentence) = BottleneckAdvice.For(
            [Stage("read_patch", busy: 8, parallel: 2), Stage("onnx_inference", busy: 9.5)], seconds: 10, cores: 2, cpuSeconds: 19);
        stage.ShouldBe("onnx_inference");
        sentence.ShouldContain("95 %");
        sentence.ShouldContain("lighter model");
    }

    [Fact]
    public void For_ReaderBusyWhileCoresIdle_SaysToRaiseItsParallel()
    {
        (string? stage, string sentence) = BottleneckAdvice.For(
            [Stage("read_patch", busy: 9), Stage("onnx_inference", busy: 3)], seconds: 10, cores: 8, cpuSeconds: 12);
        stage.ShouldBe("read_patch");
        sentence.ShouldContain("'parallel' from 1 to 2");
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(2, false)]
    [InlineData(8, true)]
    public void For_ReaderBusyWithScatteredPatches_NamesTheCheaperOrder(int cores, bool isScattered)
    {
        (string? stage, string sentence) = BottleneckAdvice.For(
            [Stage("read_patch", busy: 9.5), Stage("onnx_inference", busy: 3)], seconds: 10, cores, cpuSeconds: 19, isScattered);
        stage.ShouldBe("read_patch");
        sentence.Contains("emit: locality", StringComparison.Ordinal).ShouldBe(isScattered);
    }

    [Fact]
    public void For_BusyShare_IsOfAllCallsOfTheStage()
    {
        // 12 busy seconds of 4 calls in 10 s are 30 %; 7 of one call are 70 %.
        (string? stage, _) = BottleneckAdvice.For([Stage("read_patch", busy: 12, parallel: 4), Stage("aggregate", busy: 7)], 10, 8, 19);
        stage.ShouldBe("aggregate");
    }

    [Fact]
    public void For_WaitsForRoomThatIsThere_NamesPixelMemory()
    {
        (string? stage, string sentence) = BottleneckAdvice.For(
            [Stage("read_patch", busy: 2, outputWait: 7), Stage("onnx_inference", busy: 4, queueFill: 0.1)], 10, 8, 6);
        stage.ShouldBe("read_patch");
        sentence.ShouldContain("run.memory");
    }

    [Fact]
    public void For_NobodyBusy_NamesOpenSlides()
    {
        (string? stage, string sentence) = BottleneckAdvice.For([Stage("open_slide", busy: 1), Stage("read_patch", busy: 2)], 10, 4, 3);
        stage.ShouldBeNull();
        sentence.ShouldContain("run.open_slides");
    }

    [Fact]
    public void For_ManyStagesFillTheCores_NamesTheHeaviest()
    {
        (string? stage, string sentence) = BottleneckAdvice.For(
            [Stage("read_patch", busy: 5), Stage("onnx_inference", busy: 5.9), Stage("aggregate", busy: 5)], 10, 2, 19);
        stage.ShouldBe("onnx_inference");
        sentence.ShouldContain("cores are the limit");
    }

    [Fact]
    public void For_NothingProcessed_SaysSo() => BottleneckAdvice.For([Stage("read_patch", busy: 0)], 10, 2, 0).Sentence.ShouldContain("Nothing");

    [Fact]
    public void Report_Efficiency_IsEndToEndOverInferenceAlone()
    {
        ProfileReport report = ProfileReport.From([Stage("onnx_inference", busy: 8)], patches: 800, seconds: 10, inferenceOnly: 100, cores: 2, cpuSeconds: 8);
        report.PatchesPerSecond.ShouldBe(80);
        report.Efficiency.ShouldBe(0.8);
        report.Stages.ShouldHaveSingleItem().Busy.ShouldBe(0.8);
    }

    private static StageCounters Stage(string name, double busy, int parallel = 1, double outputWait = 0, double queueFill = 0.6) => new()
    {
        StageId = name,
        StageName = name,
        Parallel = parallel,
        BusySeconds = busy,
        OutputWaitSeconds = outputWait,
        QueueFill = queueFill,
    };
}
