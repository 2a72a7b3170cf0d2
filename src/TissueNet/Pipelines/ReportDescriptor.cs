namespace TissueNet.Pipelines;

/// <summary>A report as found in an assembly.</summary>
/// <param name="Name">Name in pipeline files.</param>
/// <param name="Type">Its class.</param>
/// <param name="Input">Payload it receives; null when it is told of slides and runs only.</param>
/// <param name="OptionsType">Its nested options record; null when it has none.</param>
/// <param name="IsSummary">Whether it comes after the others.</param>
internal sealed record ReportDescriptor(string Name, Type Type, Type? Input, Type? OptionsType, bool IsSummary);
