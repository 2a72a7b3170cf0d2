using TissueNet.Stages;

namespace TissueNet.Slides.Synthetic;

/// <summary>
/// A procedural slide that looks like an H&amp;E section, of any size, from a few lines of YAML in a <c>.synthetic</c> file:
/// <c>width</c>, <c>height</c>, and optionally <c>seed</c>, <c>mpp</c>, <c>pen</c>, <c>tissue</c>, <c>levels</c>.
/// </summary>
internal sealed class SyntheticSlideFormat : ISlideFormat
{
    private const int MaxFileBytes = 64 * 1024;

    /// <inheritdoc/>
    public string Name => "synthetic";

    /// <inheritdoc/>
    public bool Detect(string path, ReadOnlySpan<byte> head) => path.EndsWith(".synthetic", StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public ISlideReader Open(string path, IPixelPool pool, long cacheBytes)
    {
        try
        {
            long length = new FileInfo(path).Length;
            return length > MaxFileBytes
                ? throw new SlideException(
                    path,
                    $"'{path}' has {length:N0} bytes; a synthetic slide's file has a few lines.",
                    "Give the file another extension if it is something else.")
                : new SyntheticSlideReader(SyntheticSlideSpec.Parse(path, File.ReadAllText(path)));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SlideException(path, $"'{path}' cannot be read: {error.Message}", "Check that it exists and may be read.", error);
        }
    }
}
