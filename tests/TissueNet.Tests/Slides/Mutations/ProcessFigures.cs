using System.Globalization;

namespace TissueNet.Tests.Slides.Mutations;

/// <summary>What Linux knows about this process.</summary>
internal static class ProcessFigures
{
    public static bool Exist => File.Exists("/proc/self/status");

    /// <summary>Bytes resident now.</summary>
    public static long Resident => Status("VmRSS:");

    /// <summary>The most bytes resident since <see cref="ForgetPeak"/>.</summary>
    public static long Peak => Status("VmHWM:");

    /// <summary>Open handles to a file, or to files of a folder.</summary>
    public static int HandlesTo(string path) => Directory.GetFiles("/proc/self/fd").Count(f => new FileInfo(f).LinkTarget is { } target
        && (target == path || target.StartsWith(path + "/", StringComparison.Ordinal)));

    public static void ForgetPeak() => File.WriteAllText("/proc/self/clear_refs", "5");

    private static long Status(string name)
    {
        foreach (string line in File.ReadLines("/proc/self/status"))
        {
            if (line.StartsWith(name, StringComparison.Ordinal))
            {
                return long.Parse(line[name.Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture) << 10;
            }
        }

        throw new InvalidDataException($"No {name} in /proc/self/status.");
    }
}
