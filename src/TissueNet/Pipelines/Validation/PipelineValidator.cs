using TissueNet.Pipelines.Binding;
using TissueNet.Pipelines.Configuration;

namespace TissueNet.Pipelines.Validation;

/// <summary>Checks a pipeline file as a whole and turns it into a plan.</summary>
/// <param name="catalog">Stages and reports, plugins included.</param>
/// <param name="diagnostics">Receives all that is wrong.</param>
internal sealed class PipelineValidator(StageCatalog catalog, DiagnosticBag diagnostics)
{
    /// <summary>The plan; null, with diagnostics, when there is an error.</summary>
    /// <param name="config">The file as written.</param>
    /// <param name="text">The file's text.</param>
    /// <param name="overrides">Overrides, already in <paramref name="config"/>.</param>
    public PipelinePlan? Validate(PipelineConfig config, string text, IReadOnlyList<string> overrides)
    {
        var binder = new OptionsBinder(config.BaseDirectory, diagnostics);
        var run = (RunPlan)Bind(binder, typeof(RunPlan), config.Run, "run", config.Position);
        var slides = (SlidesSection)Bind(binder, typeof(SlidesSection), config.Slides, "slides", config.Position);
        var resolver = new StageResolver(catalog, binder, diagnostics);
        IReadOnlyList<StageNode> stages = resolver.Resolve(config.Stages);
        var linker = new StageLinker(diagnostics);
        linker.Link(stages);
        var ports = new PortValidator(catalog, diagnostics);
        ports.Validate(stages);
        IReadOnlyList<StageNode>? sorted = linker.Sort(stages);
        IReadOnlyList<StageNode> order = sorted ?? stages;
        IReadOnlyList<ReportPlan> reports = new ReportResolver(catalog, binder, resolver, diagnostics).Resolve(config.Reports, stages, order);
        if (sorted is not null)
        {
            CheckMemory(run, config, sorted);
        }

        if (diagnostics.HasErrors || sorted is null)
        {
            return null;
        }

        // Warnings beside errors would mostly be their consequences: a misspelt 'reports' leaves a pipeline without reports.
        Warn(config, slides);
        ports.WarnOfUnused(stages, reports, order);
        IReadOnlyList<StagePlan> plans = [.. order.Select(s => Plan(s, order))];
        return new PipelinePlan
        {
            Name = config.Name ?? Path.GetFileNameWithoutExtension(config.Path),
            Path = config.Path,
            Text = text,
            Hash = PlanHash.Of(plans, config.BaseDirectory),
            Overrides = overrides,
            Slides = new SlideSelection { Paths = slides.Path, Include = slides.Include, Recursive = slides.Recursive },
            Run = run,
            Stages = plans,
            Reports = reports,
        };
    }

    private static object Bind(OptionsBinder binder, Type section, ConfigEntry? entry, string name, SourcePosition start) =>
        binder.Bind(section, entry?.Value as ConfigMap, $"'{name}'", entry?.Key.Position ?? start);

    private static StagePlan Plan(StageNode stage, IReadOnlyList<StageNode> order) => new()
    {
        Id = stage.Id,
        Descriptor = stage.Descriptor!,
        Options = stage.Options,
        From = [.. stage.Inputs.Select(i => order.ToList().IndexOf(i.Stage))],
        Parallel = stage.Parallel,
        Buffer = stage.Buffer,
        Batch = stage.Batch,
        MaxWait = stage.Settings.MaxWait ?? StagePlan.DefaultMaxWait,
    };

    private void CheckMemory(RunPlan run, PipelineConfig config, IReadOnlyList<StageNode> order)
    {
        IReadOnlyList<(StageNode Stage, long Bytes, string Figures)> demands;
        try
        {
            demands = MemoryDemand.Of(order);
        }
        catch (Exception error)
        {
            // The options that are asked are a stage author's code.
            diagnostics.Error(config.Position, DiagnosticCodes.InvalidOption, $"Asking the stages for their memory failed with {error.GetType().Name}: {error.Message}");
            return;
        }

        long needed = demands.Sum(d => d.Bytes);
        if (needed <= run.Memory.Bytes)
        {
            return;
        }

        ConfigEntry? memory = (config.Run?.Value as ConfigMap)?.Find("memory");
        diagnostics.Error(
            memory?.Value.Position ?? config.Run?.Key.Position ?? demands.MaxBy(d => d.Bytes).Stage.Config.Position, DiagnosticCodes.MemoryTooSmall,
            $"'memory' is {run.Memory}, but this pipeline may need {MemoryDemand.Print(needed)} at once ({string.Join("; ", demands.Select(d => d.Figures))}); "
            + "raise 'run: memory:', or lower batch, parallel or buffer.", MemoryDemand.Print(needed));
    }

    private void Warn(PipelineConfig config, SlidesSection slides)
    {
        if (slides.Path.Count == 0 && (config.Slides?.Value as ConfigMap)?.Find("path") is null)
        {
            diagnostics.Warning(
                config.Slides?.Key.Position ?? config.Position, DiagnosticCodes.NoSlides,
                "No slides are named; add 'slides: { path: folder }', or give --slides with every run.");
        }

        if (config.Reports.Count == 0)
        {
            diagnostics.Warning(config.Position, DiagnosticCodes.NoReports, "There are no reports, so a run leaves nothing behind but its log; add 'reports: [slides_csv]'.");
        }
    }
}
