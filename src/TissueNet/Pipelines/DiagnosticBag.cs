using TissueNet.Pipelines.Configuration;

namespace TissueNet.Pipelines;

/// <summary>Collects all that is wrong, so that a user fixes it in one go.</summary>
internal sealed class DiagnosticBag
{
    private readonly List<Diagnostic> found = [];

    /// <summary>Whether the pipeline can run.</summary>
    public bool HasErrors => ErrorCount > 0;

    /// <summary>Errors found so far; comparing two counts tells whether something in between went well.</summary>
    public int ErrorCount => found.Count(d => d.IsError);

    /// <summary>Everything found, in the order of the file; overrides last.</summary>
    public IReadOnlyList<Diagnostic> Sorted =>
        [.. found.Distinct()
            .OrderBy(d => string.Equals(d.File, SourcePosition.OverrideFile, StringComparison.Ordinal))
            .ThenBy(d => d.File, StringComparer.Ordinal).ThenBy(d => d.Line).ThenBy(d => d.Column)];

    /// <summary>Adds what keeps the pipeline from running.</summary>
    public void Error(SourcePosition at, string code, string message, string? suggestion = null) =>
        found.Add(new Diagnostic(at.File, at.Line, at.Column, "error", code, message, suggestion));

    /// <summary>Adds what a user probably did not mean.</summary>
    public void Warning(SourcePosition at, string code, string message, string? suggestion = null) =>
        found.Add(new Diagnostic(at.File, at.Line, at.Column, "warning", code, message, suggestion));
}
