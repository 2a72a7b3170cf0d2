using System.Collections.Concurrent;
using System.Reflection;
using TissueNet.Pipelines.Configuration;
using TissueNet.Stages;

namespace TissueNet.Pipelines;

/// <summary>Adds the stages of <c>plugins:</c> to a catalog.</summary>
/// <param name="baseDirectory">Folder against which relative paths are resolved.</param>
/// <param name="diagnostics">Receives plugins that cannot be used.</param>
internal sealed class PluginLoader(string baseDirectory, DiagnosticBag diagnostics)
{
    // An assembly cannot be unloaded while its stages run, so linting a file again must not load it again.
    private static readonly ConcurrentDictionary<(string Path, DateTime Written), Assembly> Loaded = new();

    /// <summary>The catalog with the plugins' stages and reports.</summary>
    public StageCatalog Load(StageCatalog catalog, IEnumerable<ConfigScalar> plugins)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (ConfigScalar plugin in plugins.Where(p => !p.IsUnresolved))
        {
            string path = Path.GetFullPath(plugin.Text, baseDirectory);
            if (!File.Exists(path))
            {
                diagnostics.Error(plugin.Position, DiagnosticCodes.PluginNotFound, $"The plugin '{plugin.Text}' is not there: '{path}' does not exist. Build it first; paths are relative to the pipeline file's folder.");
            }
            else if (seen.Add(path))
            {
                catalog = Add(catalog, plugin, path);
            }
        }

        return catalog;
    }

    private StageCatalog Add(StageCatalog catalog, ConfigScalar plugin, string path)
    {
        try
        {
            if (ContractMismatch(path) is { } mismatch)
            {
                diagnostics.Error(plugin.Position, DiagnosticCodes.PluginContract, $"The plugin '{plugin.Text}' {mismatch}");
                return catalog;
            }

            Assembly assembly = Loaded.GetOrAdd((path, File.GetLastWriteTimeUtc(path)), key => new PluginContext(key.Path).LoadFromAssemblyPath(key.Path));
            var scan = new StageScan(assembly.GetTypes());
            if (scan is { Stages.Count: 0, Reports.Count: 0, Problems.Count: 0 })
            {
                diagnostics.Error(plugin.Position, DiagnosticCodes.PluginEmpty, $"The plugin '{plugin.Text}' has no class with [Stage] or [Report]; remove it, or mark its stages.");
            }

            return catalog.With(scan);
        }
        catch (BadImageFormatException)
        {
            diagnostics.Error(plugin.Position, DiagnosticCodes.PluginInvalid, $"The plugin '{plugin.Text}' is not a .NET assembly; name the DLL that 'dotnet build' made.");
        }
        catch (StageException error)
        {
            diagnostics.Error(plugin.Position, DiagnosticCodes.PluginInvalid, $"The plugin '{plugin.Text}' cannot be used. {error.Message}");
        }
        catch (ReflectionTypeLoadException error)
        {
            string cause = error.LoaderExceptions.FirstOrDefault()?.Message ?? error.Message;
            diagnostics.Error(plugin.Position, DiagnosticCodes.PluginContract, $"The plugin '{plugin.Text}' does not fit this version of TissueNet; build it again. {cause}");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or TypeLoadException or FormatException or ArgumentException or InvalidOperationException)
        {
            diagnostics.Error(plugin.Position, DiagnosticCodes.PluginInvalid, $"The plugin '{plugin.Text}' cannot be loaded: {error.Message}");
        }

        return catalog;
    }

    // Read from the file's metadata, before any of its code is bound against types that may have changed.
    private static string? ContractMismatch(string path)
    {
        using var file = new System.Reflection.PortableExecutable.PEReader(File.OpenRead(path));
        if (!file.HasMetadata)
        {
            return null; // not .NET: loading it says so
        }

        AssemblyName host = typeof(PluginLoader).Assembly.GetName();
        var metadata = System.Reflection.Metadata.PEReaderExtensions.GetMetadataReader(file);
        foreach (var handle in metadata.AssemblyReferences)
        {
            var reference = metadata.GetAssemblyReference(handle);
            if (metadata.StringComparer.Equals(reference.Name, host.Name!)
                && (reference.Version.Major != host.Version!.Major || reference.Version.Minor != host.Version.Minor))
            {
                return $"was built against TissueNet {reference.Version.ToString(3)}, but this is {host.Version.ToString(3)}; build it again against this version.";
            }
        }

        return null;
    }
}
