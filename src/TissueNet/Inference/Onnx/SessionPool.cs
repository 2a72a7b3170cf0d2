using System.Threading.Channels;
using Microsoft.ML.OnnxRuntime;

namespace TissueNet.Inference.Onnx;

/// <summary>The runners of a plan, over one piece of memory. Callers beyond their number wait.</summary>
internal sealed class SessionPool : IDisposable
{
    private readonly Channel<OnnxRunner> free = Channel.CreateUnbounded<OnnxRunner>();
    private readonly List<OnnxRunner> runners = [];
    private readonly List<InferenceSession> sessions = [];

    /// <summary>Opens the sessions of a plan.</summary>
    /// <param name="factory">Opens sessions.</param>
    /// <param name="signature">The model's tensors.</param>
    /// <param name="plan">How many.</param>
    /// <param name="capacity">Patches per run.</param>
    /// <param name="memory">At least sessions × <see cref="RunnerBytes(OnnxSignature, int)"/> bytes.</param>
    public SessionPool(SessionFactory factory, OnnxSignature signature, SessionPlan plan, int capacity, nint memory)
    {
        Plan = plan;
        try
        {
            // A session of one thread computes on its caller's thread and bears many callers, so the weights are loaded once.
            bool shared = plan.Threads == 1 && factory.Provider == ExecutionProvider.Cpu;
            for (int i = 0; i < plan.Sessions; i++)
            {
                if (i == 0 || !shared)
                {
                    sessions.Add(factory.Create(plan.Threads));
                }

                runners.Add(new OnnxRunner(sessions[^1], signature, memory + (nint)(i * RunnerBytes(signature, capacity)), capacity));
                free.Writer.TryWrite(runners[^1]);
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public SessionPlan Plan { get; }

    public IReadOnlyList<OnnxRunner> Runners => runners;

    /// <summary>Bytes of a runner's input tensor, rounded up so that the next one is aligned too.</summary>
    public static long RunnerBytes(OnnxSignature signature, int capacity) => RunnerBytes(signature.PatchTensorBytes, capacity);

    /// <inheritdoc cref="RunnerBytes(OnnxSignature, int)"/>
    public static long RunnerBytes(long patchTensorBytes, int capacity) => ((patchTensorBytes * capacity) + 63) & ~63L;

    public ValueTask<OnnxRunner> RentAsync(CancellationToken cancellation) => free.Reader.ReadAsync(cancellation);

    public void Return(OnnxRunner runner) => free.Writer.TryWrite(runner);

    public void Dispose()
    {
        runners.ForEach(r => r.Dispose());
        sessions.ForEach(s => s.Dispose());
        runners.Clear();
        sessions.Clear();
    }
}
