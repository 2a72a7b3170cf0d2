using System.Diagnostics;
using TissueNet.Stages;

namespace TissueNet.Pipelines.Graph;

/// <summary>
/// One slide's progress through the graph: per node, how much keeps the node from ending for this slide. A node's count holds one
/// token for every upstream that has not ended and one for every item that was announced and is not done. It reaches zero once
/// only, since whoever could still add an item holds a token.
/// </summary>
internal sealed class SlideFlow
{
    private readonly long[] tokens;
    private readonly int[] openUpstreams;
    private readonly int[] arriving;
    private readonly bool[] ended;
    private readonly TaskCompletionSource completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int openNodes;

    public SlideFlow(SlideScope scope, IReadOnlyList<GraphNode> nodes)
    {
        Scope = scope;
        tokens = new long[nodes.Count];
        openUpstreams = new int[nodes.Count];
        arriving = new int[nodes.Count];
        ended = new bool[nodes.Count];
        openNodes = nodes.Count;
        foreach (GraphNode node in nodes)
        {
            tokens[node.Index] = openUpstreams[node.Index] = node.UpstreamCount;
        }

        scope.Flow = this;
    }

    public SlideScope Scope { get; }

    /// <summary>The slide's activity, parent of its stages' activities; null when nobody listens.</summary>
    public Activity? Activity { get; init; }

    /// <summary>Done when every node has ended for the slide.</summary>
    public Task Completion => completion.Task;

    public static SlideFlow Of(SlideScope scope) =>
        (SlideFlow?)scope.Flow ?? throw new InvalidOperationException(
            $"A payload of slide '{scope.Name}' was emitted, but that slide is not in this graph: a payload keeps the Scope of its input.");

    /// <summary>Announces an item to a node; before it is sent there.</summary>
    public void Announce(GraphNode node)
    {
        Interlocked.Increment(ref arriving[node.Index]);
        Interlocked.Increment(ref tokens[node.Index]);
    }

    /// <summary>Notes that an announced item has come out of the node's queue.</summary>
    /// <returns>Whether it was the last one: no upstream is open and none is on its way.</returns>
    public bool Arrive(GraphNode node) => Interlocked.Decrement(ref arriving[node.Index]) == 0 && IsClosed(node);

    /// <summary>Whether all upstreams of a node have ended.</summary>
    public bool IsClosed(GraphNode node) => Volatile.Read(ref openUpstreams[node.Index]) == 0;

    /// <summary>Whether no item is on its way to a node whose upstreams have all ended.</summary>
    public bool HasArrived(GraphNode node) => IsClosed(node) && Volatile.Read(ref arriving[node.Index]) == 0;

    /// <summary>Notes that one upstream of a node has ended.</summary>
    /// <returns>Whether it was the last one.</returns>
    public bool CloseUpstream(GraphNode node) => Interlocked.Decrement(ref openUpstreams[node.Index]) == 0;

    /// <summary>Gives a token back.</summary>
    /// <returns>Whether it was the last one: the node ends for the slide, and the caller sees to it.</returns>
    public bool Release(GraphNode node)
    {
        long left = Interlocked.Decrement(ref tokens[node.Index]);
        Debug.Assert(left >= 0, "a token was released twice");
        return left == 0;
    }

    /// <summary>Whether a node has said its last word on the slide.</summary>
    public bool HasEnded(GraphNode node) => Volatile.Read(ref ended[node.Index]);

    /// <summary>Notes that a node emits nothing more for the slide.</summary>
    public void EndEmission(GraphNode node) => Volatile.Write(ref ended[node.Index], true);

    /// <summary>Notes that a node has ended for the slide.</summary>
    public void EndNode()
    {
        if (Interlocked.Decrement(ref openNodes) == 0)
        {
            completion.SetResult();
        }
    }

    /// <summary>Tokens that a node holds; for diagnosis.</summary>
    public long Tokens(GraphNode node) => Interlocked.Read(ref tokens[node.Index]);
}
