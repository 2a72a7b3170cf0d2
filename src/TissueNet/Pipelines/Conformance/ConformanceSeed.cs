using TissueNet.Stages;

namespace TissueNet.Pipelines.Conformance;

/// <summary>What enters a conformance graph.</summary>
internal sealed record ConformanceSeed(SlideScope Scope) : ISlidePayload;
