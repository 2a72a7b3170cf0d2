namespace TissueNet.Reports;

/// <summary>A model that a run used.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Path">Its file.</param>
/// <param name="Sha256">SHA-256 of the file, in lower-case hex.</param>
public sealed record ModelFile(string Name, string Path, string Sha256);
