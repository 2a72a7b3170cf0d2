using System.Globalization;
using TissueNet.Cli.Output;
using TissueNet.Slides;

namespace TissueNet.Cli.Inspection;

/// <summary>One slide, for people.</summary>
internal static class SlideText
{
    public static void Write(Terminal terminal, SlideDescription slide)
    {
        terminal.Out.WriteLine(slide.Path);
        terminal.Out.WriteLine($"  format      {slide.Format}, {slide.Vendor}");
        terminal.Out.WriteLine($"  resolution  {Resolution(slide)}");
        terminal.Out.WriteLine($"  size        {Size(slide)}");
        terminal.Out.WriteLine($"  colours     {Colours(slide)}");
        if (slide.Bounds is { } bounds)
        {
            terminal.Out.WriteLine($"  scanned     {bounds.Width} x {bounds.Height} at {bounds.X}, {bounds.Y}");
        }

        foreach ((string name, SlideDescription.PixelSize size) in slide.Associated.OrderBy(image => image.Key, StringComparer.Ordinal))
        {
            terminal.Out.WriteLine($"  {name,-10}  {size.Width} x {size.Height}");
        }

        terminal.WriteTable(
            [">level", ">width", ">height", ">downsample", "tile", "codec"],
            slide.Levels.Index().Select(level => (IReadOnlyList<string>)
            [
                Figures.Count(level.Index),
                Figures.Count(level.Item.Width),
                Figures.Count(level.Item.Height),
                level.Item.Downsample.ToString("0.###", CultureInfo.InvariantCulture),
                $"{level.Item.TileWidth} x {level.Item.TileHeight}",
                level.Item.Codec,
            ]));
        foreach ((string name, string value) in slide.Properties)
        {
            terminal.Out.WriteLine($"  {PlainText.Printable(name)} = {PlainText.Printable(value).ReplaceLineEndings(" ")}");
        }
    }

    private static string Size(SlideDescription slide)
    {
        SlideDescription.Level level = slide.Levels[0];
        double megapixels = level.Width * (double)level.Height / 1e6;
        string extent = slide.MppX is { } x
            ? string.Create(CultureInfo.InvariantCulture, $", {level.Width * x / 1000:0.##} x {level.Height * (slide.MppY ?? x) / 1000:0.##} mm") : "";
        return string.Create(CultureInfo.InvariantCulture, $"{Figures.Count(level.Width)} x {Figures.Count(level.Height)} px, {megapixels:0.#} megapixels")
            + extent + (slide.Bytes is { } bytes ? $", {Figures.Bytes(bytes)}" : "");
    }

    private static string Colours(SlideDescription slide) =>
        (slide.IsGrey ? "one channel" : "RGB")
        + (slide.IccProfileBytes is { } bytes ? $", with a colour profile of {Figures.Bytes(bytes)}" : ", without a colour profile")
        + $", background {slide.Background}";

    private static string Resolution(SlideDescription slide)
    {
        string mpp = slide.MppX is { } x
            ? string.Create(CultureInfo.InvariantCulture, $"{x:0.####} x {slide.MppY ?? x:0.####} um/px")
            : "unknown (runs need open_slide: { default_mpp: … })";
        return slide.ObjectivePower is { } power ? string.Create(CultureInfo.InvariantCulture, $"{mpp}, objective {power:0.#}x") : mpp;
    }
}
