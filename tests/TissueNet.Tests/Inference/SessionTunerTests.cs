using TissueNet.Inference.Onnx;

namespace TissueNet.Tests.Inference;

public class SessionTunerTests
{
    [Theory]
    [InlineData(2, 4, null, null, "1 × 2, 2 × 1")]
    [InlineData(16, 4, null, null, "1 × 16, 2 × 8, 4 × 4")]
    [InlineData(12, 16, null, null, "1 × 12, 2 × 6, 4 × 3, 8 × 1, 12 × 1")]
    [InlineData(8, 1, null, null, "1 × 8")]
    [InlineData(1, 4, null, null, "1 × 1")]
    [InlineData(8, 4, 2, null, "2 × 4")]
    [InlineData(8, 4, null, 2, "4 × 2")]
    [InlineData(8, 2, 16, 3, "2 × 3")]
    public void Candidates_CoresAndCallers_ShareTheProcessor(int cores, int parallel, int? sessions, int? threads, string expected) =>
        string.Join(", ", SessionTuner.Candidates(cores, parallel, sessions, threads)).ShouldBe(expected);
}
