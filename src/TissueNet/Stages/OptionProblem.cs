namespace TissueNet.Stages;

/// <summary>What is wrong with an option.</summary>
/// <param name="Option">Property name of the option, as in C# (<c>nameof</c>); the linter finds its place in the file.</param>
/// <param name="Message">What was found and what was expected, as a sentence.</param>
/// <param name="Remedy">What to do; null when the message says it.</param>
public sealed record OptionProblem(string Option, string Message, string? Remedy = null);
