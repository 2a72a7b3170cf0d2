using System.Buffers;

namespace TissueNet.Slides;

/// <summary>Text from slides' files, made safe to show: a terminal obeys control characters, and files come from anywhere.</summary>
internal static class PlainText
{
    private static readonly SearchValues<char> Controls = SearchValues.Create(
        [.. Enumerable.Range(0, 0xA0).Select(c => (char)c).Where(c => char.IsControl(c) && c is not ('\t' or '\n' or '\r'))]);

    /// <summary>The text with a replacement character in place of each control character but line breaks and tabs.</summary>
    public static string Printable(string text) => text.AsSpan().ContainsAny(Controls)
        ? string.Create(text.Length, text, static (target, source) =>
        {
            for (int i = 0; i < target.Length; i++)
            {
                target[i] = Controls.Contains(source[i]) ? '\uFFFD' : source[i];
            }
        })
        : text;
}
