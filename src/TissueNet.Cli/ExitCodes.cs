namespace TissueNet.Cli;

/// <summary>What the command's exit code means. A stable contract.</summary>
internal static class ExitCodes
{
    /// <summary>All slides succeeded, or there was nothing wrong.</summary>
    public const int Success = 0;

    /// <summary>Some slides failed; the others are complete.</summary>
    public const int SlidesFailed = 1;

    /// <summary>The command line or the pipeline is invalid; nothing was run.</summary>
    public const int Invalid = 2;

    /// <summary>The environment is unusable: a model, a native library, the output folder.</summary>
    public const int Environment = 3;

    /// <summary>Interrupted by a signal.</summary>
    public const int Interrupted = 130;
}
