namespace TissueNet.Slides;

/// <summary>Tiles in the order of their last use, linked through themselves. Not thread-safe.</summary>
internal sealed class UseOrder
{
    /// <summary>The one to go first.</summary>
    public CachedTile? First { get; private set; }

    /// <summary>The one used last.</summary>
    public CachedTile? Last { get; private set; }

    /// <summary>Puts a tile that is not in here where it goes last.</summary>
    public void AddLast(CachedTile tile)
    {
        (tile.Previous, tile.Next) = (Last, null);
        if (Last is null)
        {
            First = tile;
        }
        else
        {
            Last.Next = tile;
        }

        Last = tile;
    }

    /// <summary>Puts a tile that is not in here where it goes first.</summary>
    public void AddFirst(CachedTile tile)
    {
        (tile.Previous, tile.Next) = (null, First);
        if (First is null)
        {
            Last = tile;
        }
        else
        {
            First.Previous = tile;
        }

        First = tile;
    }

    /// <summary>Whether a tile is in here.</summary>
    public bool Contains(CachedTile tile) => tile.Previous is not null || tile == First;

    /// <summary>Takes a tile out.</summary>
    public void Remove(CachedTile tile)
    {
        if (tile.Previous is null)
        {
            First = tile.Next;
        }
        else
        {
            tile.Previous.Next = tile.Next;
        }

        if (tile.Next is null)
        {
            Last = tile.Previous;
        }
        else
        {
            tile.Next.Previous = tile.Previous;
        }

        (tile.Previous, tile.Next) = (null, null);
    }

    /// <summary>The first tile, in the order in which they go, that meets a condition.</summary>
    public CachedTile? Find<TState>(TState state, Func<CachedTile, TState, bool> isWanted)
    {
        for (CachedTile? tile = First; tile is not null; tile = tile.Next)
        {
            if (isWanted(tile, state))
            {
                return tile;
            }
        }

        return null;
    }
}
