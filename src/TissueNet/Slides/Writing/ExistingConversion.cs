using TissueNet.Slides.Tiff;
using TissueNet.Stages;

namespace TissueNet.Slides.Writing;

/// <summary>Recognises what an earlier conversion has made.</summary>
internal static class ExistingConversion
{
    /// <summary>Looks at what has the name of the result already.</summary>
    /// <param name="target">The file.</param>
    /// <param name="description">What the result would say.</param>
    /// <param name="options">How it would be made.</param>
    /// <returns>Its bytes when it is the result; null when there is nothing, or it may be replaced.</returns>
    /// <exception cref="StageException">Something else is there.</exception>
    public static long? Find(string target, string description, ConversionOptions options)
    {
        if (options.Overwrite)
        {
            return null;
        }

        if (!File.Exists(target))
        {
            if (options.Kind == ConversionKind.DeepZoom && DeepZoomFiles.IsForeign(target))
            {
                throw new StageException(
                    $"The folder '{DeepZoomFiles.Folder(target)}', where the tiles belong, is there already, and no conversion made it.",
                    "Say --overwrite to replace it with all that is in it, or name another folder.");
            }

            return null;
        }

        if (options.Kind == ConversionKind.DeepZoom ? DeepZoomFiles.Says(target, description) : Says(target, description))
        {
            return options.Kind == ConversionKind.DeepZoom ? DeepZoomFiles.Bytes(target) : new FileInfo(target).Length;
        }

        throw new StageException(
            $"'{target}' is there already, and was not made from this slide as it is now with these options.",
            "Say --overwrite to replace it, or name another folder.");
    }

    private static bool Says(string target, string description)
    {
        try
        {
            using var bytes = new FileByteSource(target);
            return TiffFile.Read(target, bytes).Directories[0].Text(TiffTag.ImageDescription) == description;
        }
        catch (Exception exception) when (exception is SlideException or EndOfStreamException)
        {
            return false; // not even a TIFF: certainly not the result
        }
    }
}
