using TissueNet.Inference;

namespace TissueNet.Tests.Inference;

public class ActivationsTests
{
    [Fact]
    public void Softmax_HugeLogits_SumsToOne()
    {
        float[] values = [1000, 1001, -1000];
        Activations.Softmax(values);
        values[1].ShouldBe(1 / (1 + MathF.Exp(-1)), 1e-6f);
        values[2].ShouldBe(0);
        values.Sum().ShouldBe(1, 1e-6f);
    }

    [Fact]
    public void Sigmoid_HugeLogits_StaysWithinZeroAndOne()
    {
        float[] values = [-1000, 0, 1000];
        Activations.Sigmoid(values);
        values.ShouldBe([0, 0.5f, 1]);
    }
}
