using TissueNet.Slides.Jpeg;
using TissueNet.Stages;

namespace TissueNet.Slides.Writing;

/// <summary>A conversion under way.</summary>
/// <param name="Path">The source.</param>
/// <param name="Target">The file to make.</param>
/// <param name="Reader">The open source.</param>
/// <param name="Description">What the result says.</param>
/// <param name="Options">How it is converted.</param>
/// <param name="Jpeg">Encodes tiles.</param>
/// <param name="Pool">Memory.</param>
/// <param name="Progress">Told of how far it is.</param>
/// <param name="Time">Decides when checkpoints are due.</param>
internal sealed record ConversionContext(
    string Path,
    string Target,
    ISlideReader Reader,
    TiffPageDescription Description,
    ConversionOptions Options,
    IJpegEncoder Jpeg,
    IPixelPool Pool,
    ConversionProgress Progress,
    TimeProvider Time);
