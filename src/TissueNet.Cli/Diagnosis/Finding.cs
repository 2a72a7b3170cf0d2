namespace TissueNet.Cli.Diagnosis;

/// <summary>One line of <c>doctor</c>.</summary>
/// <param name="Name">What was looked at.</param>
/// <param name="Status"><c>ok</c>, <c>warning</c> (works, at a cost) or <c>error</c> (nothing runs without it).</param>
/// <param name="Value">What was found.</param>
/// <param name="Advice">What it costs and what to do; null when nothing is to be done.</param>
internal sealed record Finding(string Name, string Status, string Value, string? Advice = null)
{
    public const string Ok = "ok";
    public const string Warning = "warning";
    public const string Error = "error";
}
