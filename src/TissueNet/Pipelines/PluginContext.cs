using System.Reflection;
using System.Runtime.Loader;

namespace TissueNet.Pipelines;

/// <summary>Loads a plugin with libraries of its own, while the contract's types stay those of the host.</summary>
/// <param name="path">Absolute path of the plugin's DLL.</param>
internal sealed class PluginContext(string path) : AssemblyLoadContext(Path.GetFileNameWithoutExtension(path))
{
    private readonly AssemblyDependencyResolver resolver = new(path);

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        string name = assemblyName.Name ?? "";
        bool isShared = string.Equals(name, typeof(PluginContext).Assembly.GetName().Name, StringComparison.Ordinal)
            || name.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal);

        // Null leaves it to the host's context.
        return !isShared && resolver.ResolveAssemblyToPath(assemblyName) is { } file ? LoadFromAssemblyPath(file) : null;
    }

    /// <inheritdoc/>
    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } file ? LoadUnmanagedDllFromPath(file) : 0;
}
