namespace TissueNet.Stages;

/// <summary>
/// A payload of which a slide has many: a region, a patch, a patch prediction. A failure while one is processed is handled by
/// <c>run.on_error.patch</c>.
/// </summary>
public interface IPatchPayload : IPayload
{
    /// <summary>Index of the region in its slide's grid, 0 or more. Collectors sort by it, so that results do not depend on timing.</summary>
    int Index { get; }
}
