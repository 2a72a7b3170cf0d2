namespace TissueNet.Pipelines;

/// <summary>What came of loading a pipeline file.</summary>
/// <param name="Plan">The plan; null when there is an error.</param>
/// <param name="Diagnostics">All that was found, in the order of the file.</param>
internal sealed record PipelineLoadResult(PipelinePlan? Plan, IReadOnlyList<Diagnostic> Diagnostics);
