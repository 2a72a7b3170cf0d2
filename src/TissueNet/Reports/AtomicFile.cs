using TissueNet.Stages;

namespace TissueNet.Reports;

/// <summary>
/// Writes files that appear whole or not at all: a temporary name in the same folder, flush to the disk, rename. A reader sees the
/// old file or the new one, never a part.
/// </summary>
internal static class AtomicFile
{
    /// <summary>Writes or replaces a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes the content; what it throws leaves the old file as it was.</param>
    /// <exception cref="StageException">The file cannot be written.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;

        // Not derived from the name, which may be as long as the file system allows already; unique, since runs may share a folder.
        string temporary = Path.Combine(folder, $".{Guid.NewGuid():N}.tmp");
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception failure)
        {
            Discard(temporary);
            if (failure is IOException or UnauthorizedAccessException)
            {
                throw new StageException(
                    $"'{path}' could not be written: {failure.Message}",
                    "Close programs that have it open, free disk space, or choose another folder with --out.",
                    failure);
            }

            throw;
        }

        FolderSync.TryFlush(folder);
    }

    private static void Discard(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The first failure is the one to report: it says why the disk or folder is unusable. This one would hide it.
        }
    }
}
