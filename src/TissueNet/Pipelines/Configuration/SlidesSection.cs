using TissueNet.Stages;

namespace TissueNet.Pipelines.Configuration;

/// <summary>The <c>slides:</c> section as written.</summary>
internal sealed record SlidesSection
{
    /// <summary>Folders, files or globs; one or a list.</summary>
    [PathOption(MustExist = false)]
    public IReadOnlyList<string> Path { get; init; } = [];

    /// <summary>Name patterns of slides inside folders. Default: the patterns of all formats that can be read.</summary>
    public IReadOnlyList<string> Include { get; init; } = SlideSelection.DefaultInclude;

    /// <summary>Whether folders are searched to the bottom. Default true.</summary>
    public bool Recursive { get; init; } = true;
}
