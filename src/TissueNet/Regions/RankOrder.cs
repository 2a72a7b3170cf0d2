namespace TissueNet.Regions;

/// <summary>Which end of a ranking comes first.</summary>
public enum RankOrder
{
    /// <summary>Largest score first.</summary>
    Descending,

    /// <summary>Smallest score first.</summary>
    Ascending,
}
