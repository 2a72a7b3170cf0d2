using YamlDotNet.RepresentationModel;

namespace TissueNet.Tests.Inference;

/// <summary>A case folder: a manifest with faults, and where they must be found. <c>file:</c> names it, manifest.yaml by default.</summary>
internal sealed record ManifestCase(string File, string Text, IReadOnlyList<(int Line, int Column, string Fragment)> Expect)
{
    public static string Root => Path.Combine(AppContext.BaseDirectory, "Cases", "manifest");

    public static ManifestCase Load(string name)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(System.IO.File.ReadAllText(Path.Combine(Root, name, "case.yaml"))));
        var root = (YamlMappingNode)stream.Documents[0].RootNode;
        string file = root.Children.TryGetValue("file", out YamlNode? given) ? given.ToString() : "manifest.yaml";
        return new ManifestCase(file, root["manifest"].ToString(), [.. ((YamlSequenceNode)root["expect"]).Select(e => (int.Parse(e["line"].ToString()), int.Parse(e["column"].ToString()), e["says"].ToString()))]);
    }
}
