namespace TissueNet.Hosting;

/// <summary>No slides can be found where the pipeline or the command line says.</summary>
/// <param name="message">What was looked for, what was found, what to do.</param>
public sealed class SlideSelectionException(string message) : Exception(message);
