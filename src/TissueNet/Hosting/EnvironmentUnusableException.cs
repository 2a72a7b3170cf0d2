namespace TissueNet.Hosting;

/// <summary>The run cannot work here: a model, a native library or the output folder is unusable. No slide was touched.</summary>
/// <param name="message">What was found, what was expected, what to do.</param>
/// <param name="inner">The cause.</param>
public sealed class EnvironmentUnusableException(string message, Exception? inner = null) : Exception(message, inner);
