namespace TissueNet.Regions;

/// <summary>A region and the stored tile with which it is read, in the order of reading.</summary>
/// <param name="Strip">The vertical strip that the tile is in.</param>
/// <param name="Row">The tile's row.</param>
/// <param name="Column">The tile's column.</param>
/// <param name="Index">The region's index.</param>
internal readonly record struct ReadingCell(int Strip, int Row, int Column, int Index)
{
    /// <summary>Whether both are in one row of one strip.</summary>
    public bool IsBeside(ReadingCell other) => Strip == other.Strip && Row == other.Row;

    /// <summary>Order of reading.</summary>
    public int Against(ReadingCell other)
    {
        int order = Strip.CompareTo(other.Strip);
        order = order != 0 ? order : Row.CompareTo(other.Row);
        order = order != 0 ? order : Column.CompareTo(other.Column);
        return order != 0 ? order : Index.CompareTo(other.Index);
    }
}
