namespace TissueNet.Inference.Manifests;

/// <summary>Something wrong in a model manifest.</summary>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column, from 1.</param>
/// <param name="Message">What was found, what was expected, what to do.</param>
internal sealed record ManifestProblem(int Line, int Column, string Message);
