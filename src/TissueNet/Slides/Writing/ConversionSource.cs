using System.Globalization;
using System.Text;
using TissueNet.Slides.Tiff;

namespace TissueNet.Slides.Writing;

/// <summary>Where a converted slide comes from, as it is written into the result and recognised there.</summary>
internal static class ConversionSource
{
    /// <summary>Name and version of this program, without what changes from build to build.</summary>
    public static string Software { get; } =
        $"TissueNet {typeof(ConversionSource).Assembly.GetName().Version?.ToString(3) ?? "0.0.0"}";

    /// <summary>Describes a conversion: one <c>name = value</c> a line. The same source and options give the same text.</summary>
    /// <param name="path">The source.</param>
    /// <param name="info">What it says about itself.</param>
    /// <param name="mpp">Microns per pixel of the result; null when unknown.</param>
    /// <param name="options">How it is converted.</param>
    public static string Describe(string path, SlideInfo info, (double X, double Y)? mpp, ConversionOptions options)
    {
        var file = new FileInfo(path);
        var text = new StringBuilder(TiffDescription.Own).Append('\n');
        Add("source", Clean(file.Name));
        Add("source_bytes", file.Length);
        Add("source_modified", file.LastWriteTimeUtc.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        Add("source_format", info.Format);
        Add("source_vendor", Clean(info.Vendor));
        if (mpp is { } known)
        {
            Add("mpp_x", known.X);
            Add("mpp_y", known.Y);
        }

        if (info.ObjectivePower is { } power)
        {
            Add("objective_power", power);
        }

        Add("encoding", options.Encoding);
        return text.ToString().TrimEnd('\n');

        void Add<T>(string name, T value) => text.Append(CultureInfo.InvariantCulture, $"{name} = {value}\n");
    }

    private static string Clean(string text) => string.Concat(text.Select(c => char.IsControl(c) ? '?' : c));
}
