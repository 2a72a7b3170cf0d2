using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace TissueNet.Pipelines.Configuration;

/// <summary>Reads YAML into a tree that keeps positions. Whatever the text, the answer is a tree or diagnostics.</summary>
/// <param name="file">The file that positions name.</param>
/// <param name="interpolation">Fills variables into values, after parsing, so that a value can never become structure.</param>
/// <param name="diagnostics">Receives what is wrong.</param>
internal sealed class YamlTreeReader(string file, Interpolation interpolation, DiagnosticBag diagnostics)
{
    private const int MaxDepth = 40;
    private const string Unclosed = "This is not valid YAML from here on; a bracket or brace may not be closed, or something in it lacks a comma.";
    private readonly Dictionary<AnchorName, ConfigNode> anchors = [];
    private readonly Stack<SourcePosition> openBrackets = new();
    private Parser parser = null!;

    /// <summary>The line that all positions name; null for those of the text.</summary>
    public int? OnlyLine { get; init; }

    /// <summary>Reads the only document of a text; null when there is none or it is broken.</summary>
    public ConfigNode? Read(string text)
    {
        try
        {
            parser = new Parser(new Scanner(new StringReader(text), skipComments: true));
            parser.Consume<StreamStart>();
            if (parser.Accept<StreamEnd>(out _))
            {
                return null;
            }

            parser.Consume<DocumentStart>();
            ConfigNode root = ReadNode(0);
            parser.Consume<DocumentEnd>();
            if (parser.Accept<DocumentStart>(out DocumentStart? second))
            {
                diagnostics.Error(
                    At(second.Start), DiagnosticCodes.YamlSyntax, "A second YAML document begins here; a pipeline file holds one. Remove the '---' or split the file.");
                return null;
            }

            return root;
        }
        catch (YamlException error)
        {
            SourcePosition at = YamlSyntax.Position(file, text, error);
            bool isBelow = openBrackets.TryPeek(out SourcePosition open) && at.Line > text.Count(c => c == '\n');
            if (isBelow || (YamlSyntax.IsUnclosed(error) && openBrackets.Count > 0 && open.Line < at.Line))
            {
                diagnostics.Error(open, DiagnosticCodes.YamlSyntax, Unclosed);
            }
            else
            {
                diagnostics.Error(at with { Line = Line(at.Line) }, DiagnosticCodes.YamlSyntax, YamlSyntax.Explain(text, error));
            }
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException or IndexOutOfRangeException or OverflowException)
        {
            // YamlDotNet gives up this way on some broken texts, such as a bracket that is never closed.
            SourcePosition at = openBrackets.TryPeek(out SourcePosition open) ? open : At(parser.Current?.Start ?? Mark.Empty);
            diagnostics.Error(at, DiagnosticCodes.YamlSyntax, Unclosed);
        }

        return null;
    }

    private ConfigNode ReadNode(int depth)
    {
        if (depth > MaxDepth && parser.Current is { } deep)
        {
            throw new SemanticErrorException(deep.Start, deep.End, $"Values are nested more than {MaxDepth} deep.");
        }

        if (parser.TryConsume<AnchorAlias>(out AnchorAlias? alias))
        {
            return anchors.TryGetValue(alias.Value, out ConfigNode? known)
                ? known
                : throw new SemanticErrorException(alias.Start, alias.End, $"The anchor '{alias.Value}' is not defined above.");
        }

        if (!parser.Accept<NodeEvent>(out NodeEvent? start))
        {
            ParsingEvent other = parser.Current!;
            throw new SemanticErrorException(other.Start, other.End, "Expected a value.");
        }

        ConfigNode node = start switch
        {
            Scalar => ReadScalar(parser.Consume<Scalar>()),
            SequenceStart => ReadList(parser.Consume<SequenceStart>(), depth),
            _ => ReadMap(parser.Consume<MappingStart>(), depth),
        };
        if (!start.Anchor.IsEmpty)
        {
            anchors[start.Anchor] = node;
        }

        return node;
    }

    private ConfigScalar ReadScalar(Scalar scalar)
    {
        bool isText = !scalar.Tag.IsEmpty && scalar.Tag.Value.EndsWith(":str", StringComparison.Ordinal);
        return interpolation.Apply(At(scalar.Start), scalar.Value, scalar.Style == ScalarStyle.Plain && !isText);
    }

    private ConfigList ReadList(SequenceStart start, int depth)
    {
        bool bracket = Open(start.Style == SequenceStyle.Flow, start.Start);
        var items = new List<ConfigNode>();
        while (!parser.TryConsume<SequenceEnd>(out _))
        {
            items.Add(ReadNode(depth + 1));
        }

        Close(bracket);
        return new ConfigList(At(start.Start), items);
    }

    private ConfigMap ReadMap(MappingStart start, int depth)
    {
        bool brace = Open(start.Style == MappingStyle.Flow, start.Start);
        var entries = new List<ConfigEntry>();
        var seen = new Dictionary<string, SourcePosition>(StringComparer.Ordinal);
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            if (!parser.TryConsume<Scalar>(out Scalar? key))
            {
                ParsingEvent other = parser.Current!;
                throw new SemanticErrorException(other.Start, other.End, "A key has to be a single word.");
            }

            var node = new ConfigScalar(At(key.Start), key.Value, isPlain: true);
            ConfigNode value = ReadNode(depth + 1);
            if (seen.TryAdd(key.Value, node.Position))
            {
                entries.Add(new ConfigEntry(node, value));
                continue;
            }

            diagnostics.Error(
                node.Position, DiagnosticCodes.DuplicateKey,
                $"The key '{key.Value}' is given twice, first in line {seen[key.Value].Line}; keep one of them.");
        }

        Close(brace);
        return new ConfigMap(At(start.Start), entries);
    }

    private bool Open(bool isFlow, Mark at)
    {
        if (isFlow)
        {
            openBrackets.Push(At(at));
        }

        return isFlow;
    }

    private void Close(bool isFlow)
    {
        if (isFlow)
        {
            openBrackets.Pop();
        }
    }

    private SourcePosition At(Mark mark) => new(file, Line(Math.Max(1, (int)mark.Line)), Math.Max(1, (int)mark.Column));

    private int Line(int line) => OnlyLine ?? line;
}
