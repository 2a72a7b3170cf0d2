using System.Runtime.InteropServices;

namespace TissueNet.Reports;

/// <summary>Makes a rename survive a power cut: the folder that holds the name is flushed too.</summary>
internal static partial class FolderSync
{
    private const int ReadOnly = 0;

    /// <summary>Flushes a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>
    /// Whether it was flushed. Windows has no such call (NTFS journals renames), and some network file systems refuse it: the file is
    /// whole all the same, only its new name may be lost with the power.
    /// </returns>
    public static bool TryFlush(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return false;
        }

        // FileStream refuses to open folders.
        int descriptor = Open(folder, ReadOnly);
        if (descriptor < 0)
        {
            return false;
        }

        bool flushed = Flush(descriptor) == 0;
        return Close(descriptor) == 0 && flushed;
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Flush(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int descriptor);
}
