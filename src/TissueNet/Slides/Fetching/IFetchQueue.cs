namespace TissueNet.Slides.Fetching;

/// <summary>Work for <see cref="FetchThreads"/>.</summary>
internal interface IFetchQueue
{
    /// <summary>Does one piece of work, which may block for as long as a read takes. Never throws.</summary>
    /// <returns>Whether there may be more.</returns>
    bool FetchNext();
}
