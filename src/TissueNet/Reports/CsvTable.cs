using CsvHelper;

namespace TissueNet.Reports;

/// <summary>Writes comma-separated values as in RFC 4180, but with <c>\n</c> alone, in UTF-8 without a byte order mark.</summary>
/// <param name="stream">Where to; stays open.</param>
internal sealed class CsvTable(Stream stream) : IDisposable
{
    private static readonly CsvWriterOptions Options = new() { NewLine = "\n", WriteByteOrderMark = false };

    private readonly CsvWriter writer = CsvWriter.Create(stream, Options, leaveOpen: true);

    /// <summary>Writes one row.</summary>
    /// <param name="fields">Its cells; null is an empty one.</param>
    public void Row(ReadOnlySpan<string?> fields)
    {
        foreach (string? field in fields)
        {
            writer.WriteField(field);
        }

        writer.EndRecord();
    }

    /// <inheritdoc/>
    public void Dispose() => writer.Dispose();
}
