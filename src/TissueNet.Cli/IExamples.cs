namespace TissueNet.Cli;

/// <summary>A command whose help ends in examples.</summary>
internal interface IExamples
{
    /// <summary>Command lines that work, one each.</summary>
    IReadOnlyList<string> Examples { get; }
}
