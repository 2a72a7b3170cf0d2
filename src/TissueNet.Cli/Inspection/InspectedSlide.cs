using TissueNet.Slides;
using TissueNet.Stages;

namespace TissueNet.Cli.Inspection;

/// <summary>A slide that was looked at: what it says, or why it cannot be opened.</summary>
/// <param name="Path">Its file.</param>
/// <param name="Bytes">What it takes on the disk; null where that cannot be told.</param>
/// <param name="Description">What it says; null when it cannot be opened.</param>
/// <param name="Error">Why it cannot be opened; null when it can.</param>
/// <param name="Remedy">What to do then; null when nothing is known.</param>
internal sealed record InspectedSlide(string Path, long? Bytes, SlideDescription? Description, string? Error, string? Remedy)
{
    private const int NoteLength = 72;

    /// <summary>Error and remedy, with the path.</summary>
    public string Message => $"{Path}: {Error}{(Remedy is null ? "" : " " + Remedy)}";

    /// <summary>The error in a few words, for a table: the whole is <see cref="Message"/>.</summary>
    public string Note
    {
        get
        {
            string text = (Error ?? "").ReplaceLineEndings(" ");
            string name = $"'{System.IO.Path.GetFileName(Path)}' ";
            text = text.StartsWith(name, StringComparison.Ordinal) ? text[name.Length..] : text;
            return text.Length <= NoteLength ? text : text[..(NoteLength - 1)].TrimEnd() + "…";
        }
    }

    /// <summary>What <c>inspect --json</c> writes.</summary>
    public object Shape => Description ?? (object)new { Path, Error = $"{Error}{(Remedy is null ? "" : " " + Remedy)}", Bytes };

    /// <summary>Looks at a slide.</summary>
    public static InspectedSlide Open(SlideOpener opener, string path)
    {
        long? bytes = SlideFiles.Bytes(path);
        try
        {
            using ISlideReader reader = opener.Open(path);
            return new InspectedSlide(path, bytes, SlideDescription.Of(path, reader.Info, bytes), null, null);
        }
        catch (Exception exception)
        {
            // Whatever is wrong with one slide must not keep the others from being listed.
            return Refused(path, bytes, exception);
        }
    }

    /// <summary>A slide that cannot be opened or read.</summary>
    public static InspectedSlide Refused(string path, long? bytes, Exception exception) =>
        new(path, bytes, null, exception.Message, (exception as StageException)?.Remedy);
}
