using TissueNet.Stages;

namespace TissueNet.Inference.Manifests;

/// <summary>A manifest as read: either the manifest, or all that is wrong with it.</summary>
/// <param name="Path">The file.</param>
/// <param name="Manifest">The manifest; null when there are problems.</param>
/// <param name="Problems">What is wrong, in the order of the file.</param>
internal sealed record ManifestResult(string Path, ModelManifest? Manifest, IReadOnlyList<ManifestProblem> Problems)
{
    /// <summary>One line per problem, as compilers print them.</summary>
    public IEnumerable<string> Messages => Problems.Select(p => $"{Path}:{p.Line}:{p.Column}: {p.Message}");

    /// <summary>The manifest.</summary>
    /// <exception cref="StageException">There are problems; the message has them all.</exception>
    public ModelManifest OrThrow() =>
        Manifest ?? throw new StageException(
            "The model manifest is not valid: " + string.Join(Environment.NewLine, Messages),
            "Correct the manifest; models/README.md describes its keys.");
}
