using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace TissueNet.Slides.OpenSlide;

/// <summary>
/// What a MIRAX slide's <c>Slidedat.ini</c> and <c>Index.dat</c> claim, before OpenSlide believes it: OpenSlide 3.4.1 ends the process where a
/// claim is more memory than there is, or less than none. What is only missing or odd is left to OpenSlide, which says so.
/// </summary>
internal static class MiraxIndex
{
    private const int MaxIniBytes = 16 << 20;
    private const int MaxRecords = 1024;
    private const long MaxPhotos = 100_000_000;
    private const int VersionBytes = 5;

    /// <summary>Refuses a slide that claims what cannot be.</summary>
    /// <param name="path">Any file.</param>
    /// <exception cref="SlideException">It is one.</exception>
    public static void Check(string path)
    {
        string folder = Path.ChangeExtension(path, null);
        string ini = Path.Combine(folder, "Slidedat.ini");
        if (!Path.GetExtension(path).Equals(".mrxs", StringComparison.OrdinalIgnoreCase) || !File.Exists(ini) || new FileInfo(ini).Length > MaxIniBytes)
        {
            return;
        }

        Dictionary<string, string> values = Read(ini);
        long across = Number(values, "IMAGENUMBER_X") ?? 1, down = Number(values, "IMAGENUMBER_Y") ?? 1;
        if (across is < 1 or > MaxPhotos || down is < 1 or > MaxPhotos || across * down > MaxPhotos)
        {
            throw Damaged(path, $"Slidedat.ini claims {across} x {down} photos, expected at most {MaxPhotos}");
        }

        string index = Path.Combine(folder, values.GetValueOrDefault("INDEXFILE", "Index.dat"));
        if (File.Exists(index) && values.TryGetValue("SLIDE_ID", out string? id))
        {
            CheckRecords(path, folder, index, VersionBytes + Encoding.UTF8.GetByteCount(id) + 4L, values);
        }
    }

    // Records that are not of the pyramid: root -> table of records -> list -> page, whose fields 4 to 6 are position, size and file.
    private static void CheckRecords(string path, string folder, string index, long root, Dictionary<string, string> values)
    {
        long layers = Math.Clamp(Number(values, "NONHIER_COUNT") ?? 0, 0, MaxRecords), records = 0;
        for (int i = 0; i < layers; i++)
        {
            records += Math.Clamp(Number(values, FormattableString.Invariant($"NONHIER_{i}_COUNT")) ?? 0, 0, MaxRecords);
        }

        using FileStream file = File.OpenRead(index);
        for (int record = 0; record < Math.Min(records, MaxRecords); record++)
        {
            if (Pointer(file, root) is { } table && Pointer(file, table + (4L * record)) is { } list && Pointer(file, list + 4L) is { } page
                && Pointer(file, page + 20L) is { } size && Pointer(file, page + 24L) is { } number)
            {
                string name = values.GetValueOrDefault(FormattableString.Invariant($"FILE_{number}"), "");
                var data = new FileInfo(Path.Combine(folder, name));
                if (size < -1 || (name.Length > 0 && data.Exists && size > data.Length))
                {
                    throw Damaged(path, $"record {record} of {Path.GetFileName(index)} claims {size} bytes of '{name}'");
                }
            }
        }
    }

    private static int? Pointer(FileStream file, long position)
    {
        if (position < 0 || position > file.Length - sizeof(int))
        {
            return null;
        }

        Span<byte> bytes = stackalloc byte[sizeof(int)];
        file.Position = position;
        file.ReadExactly(bytes);
        return BinaryPrimitives.ReadInt32LittleEndian(bytes);
    }

    // The keys wanted here have names of their own, so that sections do not matter.
    private static Dictionary<string, string> Read(string ini)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string line in File.ReadLines(ini))
        {
            int sign = line.IndexOf('=', StringComparison.Ordinal);
            if (sign > 0)
            {
                values[line[..sign].Trim()] = line[(sign + 1)..].Trim();
            }
        }

        return values;
    }

    private static long? Number(Dictionary<string, string> values, string key) =>
        values.TryGetValue(key, out string? text) && long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out long number)
            ? number : null;

    private static SlideException Damaged(string path, FormattableString what) => new(
        path,
        $"'{Path.GetFileName(path)}' is damaged: {what.ToString(CultureInfo.InvariantCulture)}.",
        "Copy or export the slide again, with all of its files.");
}
