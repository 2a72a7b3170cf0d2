using TissueNet.Slides.Jpeg;

namespace TissueNet.Slides.Tiff;

/// <summary>Label, macro and thumbnail of a file.</summary>
internal static class TiffAssociated
{
    /// <summary>Prepares the images for reading. One that is damaged is left out and noted, since the slide is there without it.</summary>
    /// <param name="file">The file.</param>
    /// <param name="pyramid">Its images.</param>
    /// <param name="jpeg">What decodes JPEG.</param>
    /// <param name="info">What the file says; images that are left out are taken out of it, and named in <c>tissuenet.image-ignored[i]</c>.</param>
    public static SortedDictionary<string, TiffLevel> Open(TiffFile file, TiffPyramid pyramid, IJpegDecoder jpeg, ref SlideInfo info)
    {
        var opened = new SortedDictionary<string, TiffLevel>(StringComparer.Ordinal);
        List<string> ignored = [.. pyramid.Ignored];
        foreach (string name in info.Associated.Keys)
        {
            try
            {
                opened[name] = TiffLevel.Open(file, pyramid.Associated[name], -1 - opened.Count, jpeg);
            }
            catch (SlideException damage)
            {
                ignored.Add($"{name}: {damage.Message}");
            }
        }

        if (ignored.Count > 0)
        {
            var properties = new SortedDictionary<string, string>(info.Properties.ToDictionary(), StringComparer.Ordinal);
            for (int i = 0; i < ignored.Count; i++)
            {
                properties[FormattableString.Invariant($"tissuenet.image-ignored[{i}]")] = ignored[i];
            }

            info = info with
            {
                Properties = properties,
                Associated = new SortedDictionary<string, (int Width, int Height)>(
                    info.Associated.Where(a => opened.ContainsKey(a.Key)).ToDictionary(), StringComparer.Ordinal),
            };
        }

        return opened;
    }
}
