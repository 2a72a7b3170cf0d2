namespace TissueNet.Pipelines;

/// <summary>Something wrong in a pipeline file. The shape of <c>lint --json</c>.</summary>
/// <param name="File">The file, as given; <c>--set</c> for an override.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column, from 1.</param>
/// <param name="Severity"><c>error</c> or <c>warning</c>.</param>
/// <param name="Code">Stable code, such as <c>unknown_key</c>.</param>
/// <param name="Message">What was found, what was expected, what to do.</param>
/// <param name="Suggestion">The likely intended word (did you mean); null when there is none.</param>
internal sealed record Diagnostic(
    string File, int Line, int Column, string Severity, string Code, string Message, string? Suggestion)
{
    /// <summary>Whether it keeps the pipeline from running.</summary>
    public bool IsError => string.Equals(Severity, "error", StringComparison.Ordinal);

    /// <summary>One line, as compilers print it.</summary>
    public override string ToString()
    {
        string hint = Suggestion is null ? "" : $" Did you mean '{Suggestion}'?";
        return $"{File}:{Line}:{Column}: {Severity}: {Message}{hint} [{Code}]";
    }
}
