using TissueNet.Stages;

namespace TissueNet.Slides;

/// <summary>A slide's file that has not been opened yet: what enters the graph.</summary>
/// <param name="Scope">The slide's scope, which holds the path.</param>
public sealed record SlideFile(SlideScope Scope) : ISlidePayload;
