using TissueNet.Pipelines;
using TissueNet.Slides;
using TissueNet.Stages;
using TissueNet.Tests.Pipelines.Fakes;

namespace TissueNet.Tests.Pipelines;

public class StageCatalogTests
{
    [Fact]
    public void BuiltIn_Assembly_CanBeScanned() => StageCatalog.BuiltIn.ShouldNotBeNull();

    [Fact]
    public void FindStage_BatchStage_HasPortsOptionsAndLimits()
    {
        StageDescriptor stage = FakeCatalog.Instance.FindStage("onnx_inference").ShouldNotBeNull();
        stage.IsBatch.ShouldBeTrue();
        (stage.Input.Name, stage.Output.Name).ShouldBe(("Patch", "PatchPrediction"));
        stage.OptionsType.ShouldBe(typeof(FakeStages.OnnxInferenceStage.Options));
        stage.MaxParallel.ShouldBe(4);
    }

    [Theory]
    [InlineData(typeof(NoPortStage), "implements 0 of IStage<,> and IBatchStage<,>")]
    [InlineData(typeof(BadNameStage), "snake_case")]
    [InlineData(typeof(BadConstructorStage), "at most its Options and a StageContext")]
    [InlineData(typeof(BadOptionStage), "option 'when' has the type DateTime")]
    [InlineData(typeof(BadParallelStage), "expected 1 ≤ Parallel ≤ MaxParallel")]
    [InlineData(typeof(AbstractStage), "has to be concrete")]
    public void FromTypes_BadClass_SaysWhatIsWrong(Type type, string expected)
    {
        var error = Should.Throw<StageException>(() => StageCatalog.FromTypes([type]));
        error.Message.ShouldContain(expected);
        error.Message.ShouldContain(type.FullName!);
    }

    [Fact]
    public void FromTypes_SeveralFaults_ListsAll()
    {
        var error = Should.Throw<StageException>(() => StageCatalog.FromTypes([typeof(NoPortStage), typeof(BadNameStage), typeof(FakeStages.OpenSlideStage), typeof(SecondOpenSlideStage)]));
        error.Message.ShouldContain("implements 0");
        error.Message.ShouldContain("snake_case");
        error.Message.ShouldContain("The stage name 'open_slide' is taken by");
    }

    [Stage("no_port")]
    internal sealed class NoPortStage : IStage;

    [Stage("BadName")]
    internal sealed class BadNameStage : FakeStage<SlideFile, Slide>;

    [Stage("bad_constructor")]
    internal sealed class BadConstructorStage(int number) : FakeStage<SlideFile, Slide>
    {
        public int Number { get; } = number;
    }

    [Stage("bad_option")]
    internal sealed class BadOptionStage(BadOptionStage.Options options) : FakeStage<SlideFile, Slide>
    {
        public Options Given { get; } = options;

        public sealed record Options
        {
            public DateTime When { get; init; }
        }
    }

    [Stage("bad_parallel", Parallel = 3, MaxParallel = 2)]
    internal sealed class BadParallelStage : FakeStage<SlideFile, Slide>;

    [Stage("abstract_stage")]
    internal abstract class AbstractStage : FakeStage<SlideFile, Slide>;

    [Stage("open_slide")]
    internal sealed class SecondOpenSlideStage : FakeStage<SlideFile, Slide>;
}
