using TissueNet.Pipelines.Configuration;
using TissueNet.Slides;
using TissueNet.Stages;

namespace TissueNet.Pipelines.Validation;

/// <summary>Checks that each stage is given what it takes, and says which stages would fill a gap.</summary>
/// <param name="catalog">Stages to fill gaps with.</param>
/// <param name="diagnostics">Receives what is wrong.</param>
internal sealed class PortValidator(StageCatalog catalog, DiagnosticBag diagnostics)
{
    private const int MaxInserted = 3;

    /// <summary>Checks all links.</summary>
    public void Validate(IReadOnlyList<StageNode> stages)
    {
        foreach (StageNode stage in stages.Where(s => s.Descriptor is not null))
        {
            Type takes = stage.Descriptor!.Input;
            if (stage.ReadsSlidesAt is { } at && !takes.IsAssignableFrom(typeof(SlideFile)))
            {
                string remedy = StageChain.Between(catalog, typeof(SlideFile), takes, MaxInserted) is { } chain ? $"put {Join(chain)} before it" : "begin with a stage that takes SlideFile";
                diagnostics.Error(
                    at, DiagnosticCodes.PayloadMismatch,
                    $"Stage '{stage.Id}' takes {takes.Name}, but here it is given the slides' files (SlideFile); {remedy}.");
            }

            foreach ((StageNode input, SourcePosition place) in stage.Inputs)
            {
                if (input.Descriptor is { } giver && !takes.IsAssignableFrom(giver.Output))
                {
                    diagnostics.Error(
                        place, DiagnosticCodes.PayloadMismatch,
                        $"Stage '{stage.Id}' takes {takes.Name}, but '{input.Id}' gives {giver.Output.Name}; {Remedy(stage, giver.Output, stages)}.");
                }
            }
        }
    }

    /// <summary>Warns of stages whose results go nowhere.</summary>
    public void WarnOfUnused(IReadOnlyList<StageNode> stages, IReadOnlyList<ReportPlan> reports, IReadOnlyList<StageNode> order)
    {
        var read = stages.SelectMany(s => s.Inputs.Select(i => i.Stage)).Concat(reports.SelectMany(r => r.From.Select(f => order[f]))).ToHashSet();
        foreach (StageNode stage in stages.Where(s => !read.Contains(s)))
        {
            // The engine keeps what a stage makes once per slide, so reports find it without being linked.
            if (!stage.Descriptor!.Output.IsAssignableTo(typeof(ISlidePayload)))
            {
                diagnostics.Warning(
                    stage.Config.Position, DiagnosticCodes.UnusedStage,
                    $"Nothing reads the {stage.Descriptor.Output.Name} that stage '{stage.Id}' gives; add a stage or report that takes it, or remove the stage.");
            }
        }
    }

    private string Remedy(StageNode stage, Type given, IReadOnlyList<StageNode> stages)
    {
        string[] fitting = [.. stages.Where(s => s != stage && s.Descriptor is { } d && stage.Descriptor!.Input.IsAssignableFrom(d.Output)).Select(s => s.Id)];
        string? insert = StageChain.Between(catalog, given, stage.Descriptor!.Input, MaxInserted) is { } chain ? $"insert {Join(chain)} between them" : null;
        string? read = fitting.Length > 0 ? $"read from {string.Join(" or ", fitting.Select(f => $"'{f}'"))} by 'from:'" : null;
        return (insert, read) switch
        {
            (not null, not null) => $"{insert}, or {read}",
            (null, null) => $"no stage leads from {given.Name} to {stage.Descriptor.Input.Name}: remove one of them",
            _ => insert ?? read!,
        };
    }

    private static string Join(IReadOnlyList<StageDescriptor> chain) => string.Join(" and ", chain.Select(s => s.Name));
}
