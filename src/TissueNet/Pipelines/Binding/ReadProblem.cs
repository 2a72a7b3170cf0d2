namespace TissueNet.Pipelines.Binding;

/// <summary>Why a value cannot be read.</summary>
/// <param name="Code">One of <see cref="DiagnosticCodes"/>.</param>
/// <param name="Expected">What was expected, as the end of a sentence.</param>
/// <param name="Suggestion">The likely intended value.</param>
internal sealed record ReadProblem(string Code, string Expected, string? Suggestion = null);
