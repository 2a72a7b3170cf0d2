namespace TissueNet.Stages;

/// <summary>Anything that travels along the graph. It always knows the slide it belongs to.</summary>
public interface IPayload
{
    /// <summary>The slide this payload belongs to.</summary>
    SlideScope Scope { get; }
}
