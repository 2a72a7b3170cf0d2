using System.Globalization;

namespace TissueNet.Stages;

/// <summary>An amount of memory; in pipeline files <c>512 MiB</c>, <c>1 GiB</c>, <c>64 KiB</c>, <c>1 GB</c> or <c>100 B</c>.</summary>
/// <param name="Bytes">Bytes.</param>
public readonly record struct ByteSize(long Bytes)
{
    private static readonly (string Unit, long Factor)[] Units =
        [("KiB", 1L << 10), ("MiB", 1L << 20), ("GiB", 1L << 30), ("KB", 1000), ("MB", 1_000_000), ("GB", 1_000_000_000), ("B", 1)];

    /// <summary>Reads a number with a unit; a bare number is refused.</summary>
    public static bool TryParse(string text, out ByteSize size)
    {
        text = text.Trim();
        foreach ((string unit, long factor) in Units)
        {
            if (text.EndsWith(unit, StringComparison.Ordinal)
                && double.TryParse(text[..^unit.Length].Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
                && double.IsFinite(value) && Math.Abs(value * factor) < long.MaxValue)
            {
                size = new ByteSize((long)(value * factor));
                return true;
            }
        }

        size = default;
        return false;
    }

    /// <summary>As in a pipeline file, in the largest unit that divides it: <c>512 MiB</c>.</summary>
    public override string ToString()
    {
        long bytes = Bytes;
        (string unit, long factor) = Units.Take(3).Where(u => bytes != 0 && bytes % u.Factor == 0).LastOrDefault(("B", 1));
        return string.Create(CultureInfo.InvariantCulture, $"{Bytes / factor} {unit}");
    }
}
