using System.Runtime.InteropServices;
using TissueNet.Cli.Output;

namespace TissueNet.Cli.Diagnosis;

/// <summary>Looks at the machine: system, runtime, cores, memory, the current folder.</summary>
internal static class Machine
{
    public static IEnumerable<Finding> Examine()
    {
        yield return new("tissuenet", Finding.Ok, typeof(Machine).Assembly.GetName().Version!.ToString(3));
        yield return new("system", Finding.Ok, $"{RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture}".ToLowerInvariant());
        yield return new("runtime", Finding.Ok, RuntimeInformation.FrameworkDescription);
        yield return new("cores", Finding.Ok, Figures.Count(Environment.ProcessorCount));
        yield return Memory(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
        yield return Folder(Environment.CurrentDirectory);
    }

    internal static Finding Memory(long bytes)
    {
        string value = Figures.Rate(bytes / (double)(1L << 30)) + " GiB";
        return bytes >= 2L << 30
            ? new("memory", Finding.Ok, value)
            : new("memory", Finding.Warning, value, "Set run.memory to half of it at most, and run.open_slides to 1.");
    }

    internal static Finding Folder(string folder)
    {
        string probe = Path.Combine(folder, $".tissuenet-{Guid.NewGuid():N}");
        try
        {
            using (File.Create(probe, 1, FileOptions.DeleteOnClose))
            {
                return new("current folder", Finding.Ok, $"{folder}, writable");
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new("current folder", Finding.Warning, $"{folder}, not writable", "Name a writable folder with --out.");
        }
    }
}
