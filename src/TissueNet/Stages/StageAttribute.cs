namespace TissueNet.Stages;

/// <summary>Names a stage for pipeline files. The class holds a nested <c>Options</c> record and takes it in its constructor.</summary>
/// <param name="name">snake_case name, unique among all stages; what a pipeline file says.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class StageAttribute(string name) : Attribute
{
    /// <summary>The name in pipeline files.</summary>
    public string Name { get; } = name;

    /// <summary>An example entry of the <c>stages:</c> list, in YAML; it is linted by the tests. Default: the bare name.</summary>
    public string? Example { get; init; }

    /// <summary>How many calls run at once when the pipeline file does not say <c>parallel:</c>. 1 or more; default 1.</summary>
    public int Parallel { get; init; } = 1;

    /// <summary>
    /// Items that may wait for it when the pipeline file does not say <c>buffer:</c>. 1 or more; default 16. A stage that prepares for what
    /// is coming (<see cref="IAnticipates{TInput}"/>) says more, if its input holds no pixels.
    /// </summary>
    public int Buffer { get; init; } = 16;

    /// <summary>The most calls at once that the stage bears. Default: no limit. A stage with mutable state of its own says 1.</summary>
    public int MaxParallel { get; init; } = int.MaxValue;
}
