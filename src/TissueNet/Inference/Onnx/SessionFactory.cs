using Microsoft.ML.OnnxRuntime;
using TissueNet.Stages;

namespace TissueNet.Inference.Onnx;

/// <summary>Opens ONNX Runtime sessions on the first provider that works, and keeps notes on those that do not.</summary>
internal sealed class SessionFactory
{
    private static readonly ExecutionProvider[] AutoOrder =
        [ExecutionProvider.Cuda, ExecutionProvider.Directml, ExecutionProvider.Coreml, ExecutionProvider.Cpu];

    private readonly string modelPath;

    private SessionFactory(string modelPath, ExecutionProvider provider, IReadOnlyList<string> notes)
    {
        this.modelPath = modelPath;
        Provider = provider;
        Notes = notes;
    }

    /// <summary>The provider chosen.</summary>
    public ExecutionProvider Provider { get; }

    /// <summary>Why other providers were not chosen; a sentence each.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>Tries the wanted providers in order.</summary>
    /// <returns>The factory, and the session of one thread that proved the provider.</returns>
    /// <exception cref="StageException">The model cannot be loaded, or no wanted provider works and there is no fallback.</exception>
    public static (SessionFactory Factory, InferenceSession First) Choose(string modelPath, IReadOnlyList<ExecutionProvider> wanted, ProviderFallback fallback)
    {
        ExecutionProvider[] order = [.. wanted.SelectMany(p => p == ExecutionProvider.Auto ? AutoOrder : [p]).Distinct()];
        string[] available = AvailableProviders();
        var notes = new List<string>();
        foreach (ExecutionProvider provider in order)
        {
            if (TryProvider(modelPath, provider, available, notes) is { } session)
            {
                return (new SessionFactory(modelPath, provider, notes), session);
            }
        }

        if (fallback == ProviderFallback.Fail || order.Contains(ExecutionProvider.Cpu))
        {
            throw new StageException(
                $"No execution provider of {string.Join(", ", order.Select(Named))} works here: {string.Join(" ", notes)}",
                "Add 'cpu' to 'providers', or say 'fallback: cpu'.");
        }

        notes.Add("None of the providers asked for works here, so the model runs on cpu ('fallback: cpu').");
        return (new SessionFactory(modelPath, ExecutionProvider.Cpu, notes), Create(modelPath, ExecutionProvider.Cpu, 1));
    }

    public InferenceSession Create(int threads) => Create(modelPath, Provider, threads);

    /// <summary>The provider's name in pipeline files.</summary>
    public static string Named(ExecutionProvider provider) => provider.ToString().ToLowerInvariant();

    private static InferenceSession? TryProvider(string modelPath, ExecutionProvider provider, string[] available, List<string> notes)
    {
        if (!available.Contains(RuntimeName(provider), StringComparer.Ordinal))
        {
            notes.Add($"{Named(provider)}: this build of ONNX Runtime has no {RuntimeName(provider)} (it has {string.Join(", ", available)}).");
            return null;
        }

        try
        {
            return Create(modelPath, provider, 1);
        }
        catch (Exception e) when (provider != ExecutionProvider.Cpu && e is StageException { InnerException: { } cause })
        {
            notes.Add($"{Named(provider)}: it is in this build but does not start: {cause.Message}");
            return null;
        }
    }

    private static InferenceSession Create(string modelPath, ExecutionProvider provider, int threads)
    {
        try
        {
            using var options = new SessionOptions
            {
                IntraOpNumThreads = threads,
                InterOpNumThreads = 1,
                ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
                GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
                LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
            };

            // Idle threads that spin take the processor from the readers: on two busy cores spinning halved the throughput of 1 × 2.
            options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
            Append(options, provider);
            return new InferenceSession(modelPath, options);
        }
        catch (Exception e) when (e is OnnxRuntimeException or DllNotFoundException or EntryPointNotFoundException or NotSupportedException)
        {
            throw new StageException(
                $"The model '{modelPath}' cannot be loaded on {Named(provider)}: {e.Message}",
                "Check that the file is a whole ONNX model of an opset that this ONNX Runtime knows; 'tissuenet doctor' names its version.",
                e);
        }
    }

    private static void Append(SessionOptions options, ExecutionProvider provider)
    {
        switch (provider)
        {
            case ExecutionProvider.Cuda:
                options.AppendExecutionProvider_CUDA();
                break;
            case ExecutionProvider.Tensorrt:
                options.AppendExecutionProvider_Tensorrt();
                break;
            case ExecutionProvider.Directml:
                options.EnableMemoryPattern = false; // DirectML demands it
                options.AppendExecutionProvider_DML();
                break;
            case ExecutionProvider.Openvino:
                options.AppendExecutionProvider_OpenVINO();
                break;
            case ExecutionProvider.Coreml:
                options.AppendExecutionProvider_CoreML();
                break;
        }
    }

    private static string[] AvailableProviders()
    {
        try
        {
            return OrtEnv.Instance().GetAvailableProviders();
        }
        catch (Exception e) when (e is TypeInitializationException or DllNotFoundException or EntryPointNotFoundException)
        {
            throw new StageException(
                $"ONNX Runtime's native library does not load: {(e.InnerException ?? e).Message}",
                "Install the Microsoft.ML.OnnxRuntime package for this platform beside the program, and on Windows the Visual C++ runtime.",
                e);
        }
    }

    private static string RuntimeName(ExecutionProvider provider) => provider switch
    {
        ExecutionProvider.Cuda => "CUDAExecutionProvider",
        ExecutionProvider.Tensorrt => "TensorrtExecutionProvider",
        ExecutionProvider.Directml => "DmlExecutionProvider",
        ExecutionProvider.Openvino => "OpenVINOExecutionProvider",
        ExecutionProvider.Coreml => "CoreMLExecutionProvider",
        _ => "CPUExecutionProvider",
    };
}
