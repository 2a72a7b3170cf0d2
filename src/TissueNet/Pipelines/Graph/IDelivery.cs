using TissueNet.Stages;

namespace TissueNet.Pipelines.Graph;

/// <summary>Where an emitter's items go.</summary>
internal interface IDelivery
{
    /// <summary>Id of the stage that emits.</summary>
    string Id { get; }

    /// <summary>Takes an item over, whatever happens.</summary>
    ValueTask DeliverAsync(IPayload item);
}
