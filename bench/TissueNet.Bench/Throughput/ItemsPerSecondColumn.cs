using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace TissueNet.Bench.Throughput;

/// <summary>Items per second of one call after another: items per call over the mean time of a call.</summary>
internal sealed class ItemsPerSecondColumn : IColumn
{
    public string Id => nameof(ItemsPerSecondColumn);

    public string ColumnName => "Items/s";

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => 0;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public string Legend => "Items per second, one call after another";

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase) => GetValue(summary, benchmarkCase, summary.Style);

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style)
    {
        string id = (string)benchmarkCase.Parameters["Stage"];
        CapturedStage? stage = StageThroughputBench.Capture?.Stages.FirstOrDefault(s => s.Id == id);
        return stage is null || summary[benchmarkCase]?.ResultStatistics is not { } statistics
            ? "-"
            : (stage.ItemsPerOperation * 1e9 / statistics.Mean).ToString("N1", CultureInfo.InvariantCulture);
    }

    public bool IsAvailable(Summary summary) => true;

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;
}
