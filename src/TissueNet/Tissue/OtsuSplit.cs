namespace TissueNet.Tissue;

/// <summary>A histogram split in two.</summary>
/// <param name="Threshold">The upper class is every value above it.</param>
/// <param name="LowerMean">Mean of the lower class.</param>
/// <param name="UpperMean">Mean of the upper class.</param>
internal readonly record struct OtsuSplit(int Threshold, double LowerMean, double UpperMean);
