using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using TissueNet.Pipelines;
using TissueNet.Pipelines.Graph;
using TissueNet.Reports;
using TissueNet.Stages;

namespace TissueNet.Hosting;

/// <summary>Describes a run for its record: pipeline, software, machine, models.</summary>
internal static class RunManifestFactory
{
    private static readonly string[] Libraries = ["TissueNet.Engine", "Microsoft.ML.OnnxRuntime", "NetVips", "YamlDotNet"];

    /// <summary>Describes a run. Models join the list once the stages are open: see <see cref="AddModels"/>.</summary>
    public static RunManifest Create(PipelinePlan plan, IList<ModelFile> models) => new()
    {
        PipelineName = plan.Name,
        PipelinePath = plan.Path,
        PipelineText = plan.Text,
        PipelineHash = plan.Hash,
        Overrides = plan.Overrides,
        Versions = Versions(plan),
        Machine = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["architecture"] = RuntimeInformation.ProcessArchitecture.ToString(),
            ["memory_bytes"] = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes.ToString(CultureInfo.InvariantCulture),
            ["os"] = RuntimeInformation.OSDescription,
            ["processors"] = Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture),
        },
        Models = models.AsReadOnly(),
    };

    /// <summary>Adds the models that the graph's stages have opened.</summary>
    public static void AddModels(IList<ModelFile> models, PipelineGraph graph)
    {
        foreach ((string name, string path, string sha256) in graph.Stages.OfType<IUsesModels>().SelectMany(s => s.Models))
        {
            models.Add(new ModelFile(name, path, sha256));
        }
    }

    private static SortedDictionary<string, string> Versions(PipelinePlan plan)
    {
        var versions = new SortedDictionary<string, string>(StringComparer.Ordinal) { [".NET"] = Environment.Version.ToString() };
        foreach (AssemblyName name in typeof(RunManifestFactory).Assembly.GetReferencedAssemblies().Append(typeof(RunManifestFactory).Assembly.GetName()))
        {
            if (Libraries.Contains(name.Name, StringComparer.Ordinal))
            {
                versions[name.Name!] = name.Version?.ToString() ?? "unknown";
            }
        }

        // Stages of a plugin decide the result as ours do, so its file is named by what is in it.
        foreach (Assembly plugin in plan.Stages.Select(s => s.Descriptor.Type).Concat(plan.Reports.Select(r => r.Descriptor.Type))
            .Select(t => t.Assembly).Where(a => a != typeof(RunManifestFactory).Assembly && File.Exists(a.Location)).Distinct())
        {
            string hash = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(plugin.Location)));
            versions[plugin.GetName().Name!] = $"{plugin.GetName().Version}, sha256 {hash}";
        }

        return versions;
    }
}
