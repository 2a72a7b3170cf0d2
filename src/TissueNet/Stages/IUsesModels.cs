namespace TissueNet.Stages;

/// <summary>Implemented by a stage that runs models, so that a run's record names them.</summary>
public interface IUsesModels
{
    /// <summary>The models, known once the stage is open: name, path of the file, SHA-256 in lower-case hex.</summary>
    IEnumerable<(string Name, string Path, string Sha256)> Models { get; }
}
