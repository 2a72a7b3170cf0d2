using TissueNet.Hosting;

namespace TissueNet.Cli.Commands;

/// <summary>The folder that results go to.</summary>
internal static class OutputFolder
{
    /// <summary>Makes it and tries to write to it, before hours of work end in a folder that takes nothing.</summary>
    /// <param name="path">As given.</param>
    /// <param name="option">The option that names it.</param>
    /// <returns>The absolute path.</returns>
    /// <exception cref="EnvironmentUnusableException">It cannot be made or written to.</exception>
    public static string Prepare(string path, string option = "--out")
    {
        string full = Path.GetFullPath(path);
        try
        {
            Directory.CreateDirectory(full);
            using (File.Create(Path.Combine(full, $".tissuenet-{Guid.NewGuid():N}"), 1, FileOptions.DeleteOnClose))
            {
                return full;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new EnvironmentUnusableException($"The output folder '{full}' cannot be written to: {exception.Message} Name another with {option}.", exception);
        }
    }
}
