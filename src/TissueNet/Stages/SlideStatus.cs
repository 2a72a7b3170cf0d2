namespace TissueNet.Stages;

/// <summary>How a slide ended.</summary>
public enum SlideStatus
{
    /// <summary>All stages ended for it, and what failed stayed within the policy of <c>run.on_error</c>.</summary>
    Succeeded,

    /// <summary>A stage or report gave up on it; the failure says why.</summary>
    Failed,

    /// <summary>It was not finished because the run was stopped.</summary>
    Skipped,
}
