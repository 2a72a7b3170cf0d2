namespace TissueNet.Stages;

/// <summary>
/// A payload of which a stage makes one per slide: an opened slide, a tissue mask, a slide prediction. The engine keeps it in the
/// slide's scope, so that reports find it when the slide is done. A failure while one is processed fails the slide.
/// </summary>
public interface ISlidePayload : IPayload;
