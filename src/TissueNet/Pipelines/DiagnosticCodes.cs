namespace TissueNet.Pipelines;

/// <summary>The stable codes of diagnostics.</summary>
internal static class DiagnosticCodes
{
    public const string FileNotFound = "file_not_found";
    public const string FileUnreadable = "file_unreadable";
    public const string NotText = "not_text";
    public const string EmptyFile = "empty_file";
    public const string YamlSyntax = "yaml_syntax";
    public const string DuplicateKey = "duplicate_key";
    public const string UnsetVariable = "unset_variable";
    public const string BadVariable = "bad_variable";
    public const string BadOverride = "bad_override";
    public const string UnknownTarget = "unknown_target";
    public const string UnknownKey = "unknown_key";
    public const string MissingKey = "missing_key";
    public const string WrongType = "wrong_type";
    public const string MissingUnit = "missing_unit";
    public const string UnknownUnit = "unknown_unit";
    public const string UnknownValue = "unknown_value";
    public const string OutOfRange = "out_of_range";
    public const string PathNotFound = "path_not_found";
    public const string InvalidOption = "invalid_option";
    public const string UnknownStage = "unknown_stage";
    public const string UnknownReport = "unknown_report";
    public const string DuplicateReport = "duplicate_report";
    public const string DuplicateId = "duplicate_id";
    public const string BadId = "bad_id";
    public const string UnknownId = "unknown_id";
    public const string SelfReference = "self_reference";
    public const string Cycle = "cycle";
    public const string PayloadMismatch = "payload_mismatch";
    public const string ParallelLimit = "parallel_limit";
    public const string NotBatched = "not_batched";
    public const string ReportSource = "report_source";
    public const string MemoryTooSmall = "memory_too_small";
    public const string UnusedStage = "unused_stage";
    public const string NoReports = "no_reports";
    public const string NoSlides = "no_slides";
    public const string PluginNotFound = "plugin_not_found";
    public const string PluginInvalid = "plugin_invalid";
    public const string PluginContract = "plugin_contract";
    public const string PluginEmpty = "plugin_empty";
}
