using TissueNet.Slides;
using TissueNet.Stages;

namespace TissueNet.Cli.Inspection;

/// <summary>Opens slides outside a run.</summary>
internal sealed class SlideOpener : IDisposable
{
    private const long CacheBytes = 64L << 20;
    private readonly PixelPool pool = new(1L << 30);

    /// <summary>Opens a slide's file.</summary>
    /// <exception cref="SlideException">It cannot be opened.</exception>
    public ISlideReader Open(string path) => SlideFormats.Open(path, pool, CacheBytes);

    /// <summary>Opens a slide; one whose resolution is unknown is taken for 1 um/px, which changes no pixel of a whole-slide image.</summary>
    public (Slide Slide, SlideScope Scope) OpenSlide(string path)
    {
        ISlideReader reader = Open(path);
        var scope = new SlideScope(0, Path.GetFileNameWithoutExtension(path), path);
        scope.Own(reader);
        return (new Slide(scope, reader, reader.Info.MppX ?? 1, reader.Info.MppY ?? reader.Info.MppX ?? 1), scope);
    }

    /// <inheritdoc/>
    public void Dispose() => pool.Dispose();
}
