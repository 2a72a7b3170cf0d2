namespace TissueNet.Stages;

/// <summary>Says the unit of a plain number in an option, for documentation: <c>um/px</c>, <c>px</c>, <c>patches</c>.</summary>
/// <param name="unit">The unit.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class UnitAttribute(string unit) : Attribute
{
    /// <summary>The unit.</summary>
    public string Unit { get; } = unit;
}
