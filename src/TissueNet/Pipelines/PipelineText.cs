using System.Text;
using TissueNet.Pipelines.Configuration;
using TissueNet.Stages;

namespace TissueNet.Pipelines;

/// <summary>Reads a pipeline file's text; what is no text is said to be none.</summary>
internal static class PipelineText
{
    private const int MaxBytes = 1 << 20;

    /// <summary>The text; null, with a diagnostic, when there is none.</summary>
    public static string? Read(string path, DiagnosticBag diagnostics)
    {
        var start = new SourcePosition(path, 1, 1);
        try
        {
            if (Directory.Exists(path))
            {
                diagnostics.Error(start, DiagnosticCodes.FileNotFound, $"'{path}' is a folder; name a pipeline file in it.");
                return null;
            }

            var file = new FileInfo(path);
            if (!file.Exists)
            {
                diagnostics.Error(start, DiagnosticCodes.FileNotFound, $"The pipeline file '{path}' does not exist.", Nearest(path));
                return null;
            }

            if (file.Length > MaxBytes)
            {
                diagnostics.Error(start, DiagnosticCodes.NotText, $"'{path}' has {file.Length:N0} bytes; a pipeline file has {MaxBytes:N0} at most. Is it a slide?");
                return null;
            }

            return Decode(File.ReadAllBytes(path), start, diagnostics);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            diagnostics.Error(start, DiagnosticCodes.FileUnreadable, $"The pipeline file '{path}' cannot be read: {error.Message}");
            return null;
        }
    }

    /// <summary>Reports the first character that a text file cannot have; true when there is none.</summary>
    public static bool IsText(string text, string path, DiagnosticBag diagnostics)
    {
        int line = 1, column = 1;
        foreach (char c in text)
        {
            if (char.IsControl(c) && c is not ('\n' or '\r' or '\t' or '\u0085'))
            {
                diagnostics.Error(
                    new SourcePosition(path, line, column), DiagnosticCodes.NotText,
                    $"The character U+{(int)c:X4} is here, so this is not a text file; a pipeline is YAML, in UTF-8.");
                return false;
            }

            (line, column) = c == '\n' ? (line + 1, 1) : (line, column + 1);
        }

        return true;
    }

    private static string? Decode(byte[] bytes, SourcePosition start, DiagnosticBag diagnostics)
    {
        try
        {
            return new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(bytes).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException error)
        {
            string before = Encoding.UTF8.GetString(bytes, 0, Math.Clamp(error.Index, 0, bytes.Length));
            int line = before.Count(c => c == '\n') + 1;
            diagnostics.Error(
                start with { Line = line, Column = before.Length - before.LastIndexOf('\n') }, DiagnosticCodes.NotText,
                "These bytes are not UTF-8, so this is not a pipeline file, or it was saved in another encoding; save it as UTF-8.");
            return null;
        }
    }

    private static string? Nearest(string path)
    {
        string? folder = Path.GetDirectoryName(Path.GetFullPath(path));
        string? near = Directory.Exists(folder)
            ? Spelling.Nearest(Path.GetFileName(path), Directory.EnumerateFiles(folder, "*.y*ml").Take(1000).Select(p => Path.GetFileName(p)!))
            : null;
        return near is null ? null : path[..^Path.GetFileName(path).Length] + near;
    }
}
