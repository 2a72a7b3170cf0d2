using TissueNet.Pipelines.Documentation;

namespace TissueNet.Tests.Pipelines;

public class PipelineDiagramTests
{
    private const string Pipeline = """
        name: two "models"
        slides: { path: slides }
        stages:
          - open_slide
          - otsu_tissue_mask
          - region_grid
          - prioritize_regions
          - read_patch
          - onnx_inference: { model: ../model.yaml }
            id: one
          - onnx_inference: { model: ../model.yaml }
            id: two
            from: read_patch
        reports:
          - patches_csv: {}
            from: [one, two]

        """;

    [Fact]
    public void Mermaid_Fork_ShowsStagesPayloadsAndReports() => PipelineDiagram.Mermaid(SamplePipeline.Plan(Pipeline)).ShouldBe(
        """
        flowchart LR
          slides([slides])
          s0["open_slide<br/>parallel 2"]
          s1["otsu_tissue_mask"]
          s2["region_grid"]
          s3["prioritize_regions"]
          s4["read_patch"]
          s5["one: onnx_inference<br/>batch 32"]
          s6["two: onnx_inference<br/>batch 32"]
          r0[/"patches_csv"/]
          slides -->|SlideFile| s0
          s0 -->|Slide| s1
          s1 -->|TissueMask| s2
          s2 -->|RegionGrid| s3
          s3 -->|Region| s4
          s4 -->|Patch| s5
          s4 -->|Patch| s6
          s5 -.->|PatchPrediction| r0
          s6 -.->|PatchPrediction| r0

        """);

    [Fact]
    public void Dot_Fork_ShowsTheSame()
    {
        string dot = PipelineDiagram.Dot(SamplePipeline.Plan(Pipeline));
        dot.ShouldStartWith("digraph \"two \\\"models\\\"\" {\n");
        dot.ShouldContain("  s5 [label=\"one: onnx_inference\\nbatch 32\"];\n");
        dot.ShouldContain("  s4 -> s6 [label=\"Patch\"];\n");
        dot.ShouldContain("  s6 -> r0 [label=\"PatchPrediction\", style=dashed];\n");
        dot.ShouldEndWith("}\n");
    }
}
