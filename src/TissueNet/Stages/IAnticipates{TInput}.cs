namespace TissueNet.Stages;

/// <summary>Implemented by a stage that can prepare for an item while the item still waits in its buffer, by reading ahead for one.</summary>
/// <typeparam name="TInput">Payload that the stage takes.</typeparam>
public interface IAnticipates<in TInput>
    where TInput : class, IPayload
{
    /// <summary>
    /// Called once for each item when it is about to enter the stage's buffer, on the thread of whoever emits it and from several at once: so
    /// return at once. The item may be processed at the same time, or never, if its slide fails. What this throws fails the slide.
    /// </summary>
    /// <param name="item">What is coming; it still belongs to the engine.</param>
    void Anticipate(TInput item);
}
