using System.Globalization;

namespace TissueNet.Cli.Output;

/// <summary>Numbers as people read them.</summary>
internal static class Figures
{
    /// <summary>A count, thousands separated.</summary>
    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A rate, three significant figures at most.</summary>
    public static string Rate(double perSecond) =>
        perSecond.ToString(perSecond < 10 ? "0.##" : "N0", CultureInfo.InvariantCulture);

    /// <summary>A size of files, three significant figures.</summary>
    public static string Bytes(long bytes)
    {
        string[] units = ["bytes", "KiB", "MiB", "GiB", "TiB"];
        int unit = 0;
        double size = bytes;
        for (; size >= 1000 && unit < units.Length - 1; unit++)
        {
            size /= 1024;
        }

        string format = unit == 0 || size >= 100 ? "0" : size >= 10 ? "0.0" : "0.00";
        return size.ToString(format, CultureInfo.InvariantCulture) + " " + units[unit];
    }

    /// <summary>A share, in percent.</summary>
    public static string Percent(double share) => (share * 100).ToString("0", CultureInfo.InvariantCulture) + " %";

    /// <summary>A duration: seconds below a minute and a half, then minutes, then hours.</summary>
    public static string Duration(TimeSpan time) => time.TotalSeconds switch
    {
        < 10 => time.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) + " s",
        < 90 => time.TotalSeconds.ToString("0", CultureInfo.InvariantCulture) + " s",
        < 5400 => time.ToString(@"m\:ss", CultureInfo.InvariantCulture) + " min",
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours}:{time.Minutes:00} h"),
    };
}
