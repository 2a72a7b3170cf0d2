namespace TissueNet.Hosting;

/// <summary>Exit codes of a process that runs a pipeline.</summary>
public static class RunExitCodes
{
    /// <summary>All slides succeeded.</summary>
    public const int Success = 0;

    /// <summary>Some slides failed; their reasons are in <c>slides.csv</c>, the others are complete.</summary>
    public const int SlidesFailed = 1;

    /// <summary>The command line, the pipeline or the choice of slides is invalid.</summary>
    public const int Invalid = 2;

    /// <summary>The environment is unusable: a model, a native library, the output folder.</summary>
    public const int EnvironmentUnusable = 3;

    /// <summary>Interrupted by the user or the service manager.</summary>
    public const int Interrupted = 130;
}
