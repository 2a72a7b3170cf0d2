using System.Collections.Concurrent;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using TissueNet.Stages;

namespace TissueNet.Pipelines.Documentation;

/// <summary>The summaries that authors wrote above their classes and options, from the XML file beside an assembly.</summary>
internal sealed partial class XmlDocumentation
{
    private static readonly ConcurrentDictionary<Assembly, XmlDocumentation> Read = new();
    private readonly Dictionary<string, string> summaries = new(StringComparer.Ordinal);

    private XmlDocumentation(Assembly assembly)
    {
        if (Find(assembly) is not { } file)
        {
            return;
        }

        try
        {
            foreach (XElement member in XDocument.Load(file).Descendants("member"))
            {
                if (member.Attribute("name")?.Value is { } name && member.Element("summary") is { } summary)
                {
                    summaries[name] = Text(summary);
                }
            }
        }
        catch (XmlException)
        {
            // Documentation is help, not function: a plugin with a damaged XML file still runs, without descriptions.
            summaries.Clear();
        }
    }

    /// <summary>The summary of a class; empty when there is none.</summary>
    public static string Of(Type type) => For(type).GetValueOrDefault($"T:{Name(type)}", "");

    /// <summary>The summary of a property; empty when there is none.</summary>
    public static string Of(PropertyInfo property) =>
        For(property.DeclaringType!).GetValueOrDefault($"P:{Name(property.DeclaringType!)}.{property.Name}", "");

    /// <summary>The summary of an enum's value; empty when there is none.</summary>
    public static string OfValue(Type type, string member) => For(type).GetValueOrDefault($"F:{Name(type)}.{member}", "");

    /// <summary>The first sentence of a summary.</summary>
    public static string FirstSentence(string summary)
    {
        Match match = SentenceEnd().Match(summary);
        return match.Success ? summary[..(match.Index + 1)] : summary;
    }

    private static Dictionary<string, string> For(Type type) => Read.GetOrAdd(type.Assembly, a => new XmlDocumentation(a)).summaries;

    private static string Name(Type type) => (type.FullName ?? type.Name).Replace('+', '.');

    private static string? Find(Assembly assembly)
    {
        string file = $"{assembly.GetName().Name}.xml";
        // A program published as one file has no location for its assemblies; their XML lies beside the program.
        string[] places = [Path.ChangeExtension(assembly.Location, ".xml"), Path.Combine(AppContext.BaseDirectory, file)];
        return places.FirstOrDefault(p => p.Length > 0 && File.Exists(p));
    }

    private static string Text(XElement summary)
    {
        string text = string.Concat(summary.DescendantNodes().Select(node => node switch
        {
            XText plain => plain.Value,
            XElement { IsEmpty: true } element => Reference(element),
            _ => "",
        }));
        return Blanks().Replace(text, " ").Trim();
    }

    private static string Reference(XElement element)
    {
        string target = (element.Attribute("cref") ?? element.Attribute("name") ?? element.Attribute("langword"))?.Value ?? "";
        string name = target[(target.LastIndexOf('.') + 1)..];
        return target.StartsWith("P:", StringComparison.Ordinal) || target.StartsWith("F:", StringComparison.Ordinal) ? Spelling.SnakeCase(name) : name;
    }

    [GeneratedRegex(@"\s+", RegexOptions.None, 1000)]
    private static partial Regex Blanks();

    [GeneratedRegex(@"\.(?=\s+[A-Z])", RegexOptions.None, 1000)]
    private static partial Regex SentenceEnd();
}
