using System.Globalization;

namespace TissueNet.Slides.Tiff;

/// <summary>Collects what a TIFF file says about its slide.</summary>
internal static class TiffProperties
{
    private const int MaxProfileBytes = 16 << 20;
    private const int SignatureAt = 36;
    private const int MaxTextBytes = 64 << 10;

    private static readonly TiffTag[] TextTags =
    [
        TiffTag.ImageDescription, TiffTag.Make, TiffTag.Model, TiffTag.Software, TiffTag.DateTime, TiffTag.Artist, TiffTag.HostComputer,
        TiffTag.Copyright,
    ];

    /// <summary>Describes a slide.</summary>
    /// <param name="pyramid">Its images.</param>
    public static SlideInfo Describe(TiffPyramid pyramid)
    {
        TiffDirectory first = pyramid.Levels[0].Image.Directory;
        var properties = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["openslide.vendor"] = pyramid.Vendor };
        foreach (TiffTag tag in TextTags)
        {
            string? text = tag == TiffTag.ImageDescription ? first.Text(tag) : first.Text(tag, MaxTextBytes);
            if (text is { Length: > 0 })
            {
                properties[$"tiff.{tag}"] = text;
            }
        }

        foreach (TiffTag tag in (ReadOnlySpan<TiffTag>)[TiffTag.XResolution, TiffTag.YResolution])
        {
            if (first.Number(tag) is { } number)
            {
                properties[$"tiff.{tag}"] = number.ToString(CultureInfo.InvariantCulture);
            }
        }

        (double X, double Y)? mpp = TiffResolution.Read(first, properties);
        string description = properties.GetValueOrDefault("tiff.ImageDescription", "");
        double? power = null;
        if (pyramid.Vendor == "aperio")
        {
            TiffDescription.AddAperio(description, properties);
            double? own = TiffDescription.Number(properties.GetValueOrDefault("aperio.MPP"));
            mpp = own is { } value && TiffResolution.IsSensible(value) ? (value, value) : mpp;
            power = TiffDescription.Number(properties.GetValueOrDefault("aperio.AppMag"));
        }
        else if (TiffDescription.OmeMpp(description) is { } ome && TiffResolution.IsSensible(ome.X) && TiffResolution.IsSensible(ome.Y))
        {
            mpp = ome;
        }
        else
        {
            power = TiffDescription.OwnPower(description);
        }

        byte[]? profile = IccProfile(first, properties);
        Note(properties, "openslide.mpp-x", mpp?.X);
        Note(properties, "openslide.mpp-y", mpp?.Y);
        Note(properties, "openslide.objective-power", power);
        return new SlideInfo
        {
            Format = pyramid.Vendor == "aperio" ? "svs" : "tiff",
            Vendor = pyramid.Vendor,
            Levels = [.. pyramid.Levels.Select((l, i) => Level(i, l.Image, l.Downsample))],
            MppX = mpp?.X,
            MppY = mpp?.Y,
            ObjectivePower = power,
            IccProfile = profile is null ? default(ReadOnlyMemory<byte>?) : profile,
            IsGrey = pyramid.Levels[0].Image is { Photometric: 0 or 1, Samples: < 3 },
            Properties = properties,
            Associated = new SortedDictionary<string, (int Width, int Height)>(
                pyramid.Associated.Where(a => a.Value.Obstacle is null).ToDictionary(a => a.Key, a => (a.Value.Width, a.Value.Height)),
                StringComparer.Ordinal),
        };
    }

    // The pixels are there without it: a profile that is damaged is left out, and said to be.
    private static byte[]? IccProfile(TiffDirectory directory, SortedDictionary<string, string> properties)
    {
        if (!directory.Has(TiffTag.IccProfile))
        {
            return null;
        }

        try
        {
            byte[] profile = directory.Bytes(TiffTag.IccProfile, MaxProfileBytes);
            if (profile.Length > SignatureAt + 4 && profile.AsSpan(SignatureAt, 4).SequenceEqual("acsp"u8))
            {
                return profile;
            }

            properties["tissuenet.icc-ignored"] = "the colour profile does not look like one";
        }
        catch (SlideException)
        {
            properties["tissuenet.icc-ignored"] = "the colour profile lies beyond the file's end, or takes more than makes sense";
        }

        return null;
    }

    private static SlideLevel Level(int index, TiffImage image, double downsample) => new(
        index, image.Width, image.Height, downsample, image.TileWidth, image.TileHeight, TiffCompression.Name(image.Compression));

    private static void Note(SortedDictionary<string, string> properties, string name, double? value)
    {
        if (value is { } number)
        {
            properties[name] = number.ToString(CultureInfo.InvariantCulture);
        }
    }
}
