using TissueNet.Slides.Writing;
using TissueNet.Stages;

namespace TissueNet.Cli.Conversion;

/// <summary>How the conversion of a slide has ended.</summary>
/// <param name="Slide">Name of the slide, and of what it becomes.</param>
/// <param name="Path">Its file.</param>
/// <param name="Status">Converted, there already (skipped), or failed.</param>
/// <param name="Result">What was made; null when it failed.</param>
/// <param name="Seconds">Time it took.</param>
/// <param name="Error">Why it failed; null when it did not.</param>
internal sealed record ConvertedSlide(string Slide, string Path, SlideStatus Status, ConversionResult? Result, double Seconds, string? Error);
