using TissueNet.Slides;

namespace TissueNet.Bench.Reading;

/// <summary>A reader that does not shrink while decoding, so that pixels are decoded at full size and averaged.</summary>
internal sealed class FullSizeReader(ISlideReader inner) : ISlideReader
{
    public SlideInfo Info => inner.Info;

    public IReadOnlyList<int> Shrinks(int level) => [];

    public void ReadRegion(int level, int shrink, int x, int y, int width, int height, Span<byte> rgb) =>
        inner.ReadRegion(level, shrink, x, y, width, height, rgb);

    public byte[] ReadAssociated(string name) => inner.ReadAssociated(name);

    // The reader inside belongs to the slide's scope.
    public void Dispose()
    {
    }
}
