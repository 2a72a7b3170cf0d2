using System.CommandLine;
using TissueNet.Cli;
using TissueNet.Cli.Output;
using TissueNet.Pipelines;
using TissueNet.Tests.TestSupport;

namespace TissueNet.Tests.Readme;

/// <summary>What the documents say works.</summary>
public class ReadmeTests
{
    [Fact]
    public void Documents_EveryPipeline_Lints()
    {
        var pipelines = MarkdownSnippets.Of("yaml").Where(snippet => snippet.Text.Contains("stages:", StringComparison.Ordinal)).ToList();
        pipelines.Count.ShouldBeGreaterThan(3);
        foreach ((string document, int line, string text) in pipelines)
        {
            PipelineLoader.LoadText(text, Repository.PathOf(document), environment: _ => null).Diagnostics
                .Select(diagnostic => $"{document}:{line - 1 + diagnostic.Line}: {diagnostic}").ShouldBeEmpty();
        }
    }

    [Fact]
    public void Documents_EveryCommandLine_Parses()
    {
        using var interruption = new Interruption(_ => { });
        var command = new TissueNetCommand(new Terminal(TextWriter.Null, TextWriter.Null, isInteractive: false), interruption);
        var lines = MarkdownSnippets.Of("bash")
            .SelectMany(snippet => snippet.Text.Split('\n').Select(line => (snippet.Document, Line: line.Split(" #")[0].Split(" > ")[0].Trim())))
            .Where(line => line.Line.StartsWith("tissuenet ", StringComparison.Ordinal) || line.Line.Contains("TissueNet.Cli -- ", StringComparison.Ordinal))
            .ToList();
        lines.Count.ShouldBeGreaterThan(5);
        foreach ((string document, string line) in lines)
        {
            int start = line.IndexOf("-- ", StringComparison.Ordinal) is var dashes && line.StartsWith("dotnet ", StringComparison.Ordinal) ? dashes + 3 : "tissuenet ".Length;
            command.Parse(line[start..]).Errors.Select(error => $"{document}: {line}: {error.Message}").ShouldBeEmpty();
        }
    }

    [Fact]
    public void Readme_Begins_WithTheTwoCommands()
    {
        string[] commands = MarkdownSnippets.Of("bash").First(snippet => snippet.Document == "README.md").Text.Split('\n');
        commands.ShouldBe(
        [
            "dotnet run -c Release --project src/TissueNet.Cli -- run pipelines/quickstart.yaml --out out",
            "bash eng/test.sh",
        ]);
    }

    [Fact]
    public void Readme_EveryLinkedFile_Exists()
    {
        string readme = File.ReadAllText(Repository.PathOf("README.md"));
        foreach (string name in (string[])["LICENSE", "CONTRIBUTING.md", "ARCHITECTURE.md", "models/tissue-types.yaml", "models/tissue-types.md", "pipelines/tissue_types.yaml"])
        {
            readme.ShouldContain(name);
            File.Exists(Repository.PathOf(name)).ShouldBeTrue(name);
        }
    }

    [Fact]
    public void Readme_Tables_NameEveryCommandAndReport()
    {
        string readme = File.ReadAllText(Repository.PathOf("README.md"));
        using var interruption = new Interruption(_ => { });
        foreach (Command command in new TissueNetCommand(new Terminal(TextWriter.Null, TextWriter.Null, isInteractive: false), interruption).Subcommands)
        {
            readme.ShouldContain($"`{command.Name}", Case.Sensitive);
        }

        foreach (ReportDescriptor report in StageCatalog.BuiltIn.Reports)
        {
            readme.ShouldContain($"`{report.Name}`", Case.Sensitive);
        }
    }
}
