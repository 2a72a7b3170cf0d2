using TissueNet.Stages;

namespace TissueNet.Tests.Pipelines.Graph;

/// <summary>What enters test graphs: stands for a slide's file.</summary>
internal sealed record Seed(SlideScope Scope) : ISlidePayload;

/// <summary>An item without memory.</summary>
internal sealed record Number(SlideScope Scope, int Index) : IPatchPayload;

/// <summary>An item with leased memory.</summary>
internal sealed class Block(SlideScope scope, int index, PixelLease lease) : LeasedPayload, IPatchPayload
{
    public override SlideScope Scope => scope;

    public int Index => index;

    public override long LeasedBytes => lease.Length;

    protected override void Release() => lease.Dispose();
}

/// <summary>A test stage that leases.</summary>
internal interface INeedsPool
{
    void Take(IPixelPool pool);
}

/// <summary>A test stage that uses its context.</summary>
internal interface INeedsContext
{
    void Take(StageContext context);
}
