using TissueNet.Pipelines;

namespace TissueNet.Tests.Pipelines.Fakes;

/// <summary>A catalog with the names and shapes of the engine's stages, so that the case files do not depend on the real ones.</summary>
internal static class FakeCatalog
{
    public static StageCatalog Instance { get; } = StageCatalog.FromTypes([.. typeof(FakeStages).GetNestedTypes(), .. typeof(FakeReports).GetNestedTypes()]);
}
