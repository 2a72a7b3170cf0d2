namespace TissueNet.Stages;

/// <summary>Implemented by the options of a stage that fixes the size of patches, so that the linter can tell whether <c>run.memory</c> suffices.</summary>
public interface IPatchGeometry
{
    /// <summary>Bytes of one patch's pixels; null when only the slide can tell.</summary>
    long? PatchBytes { get; }
}
