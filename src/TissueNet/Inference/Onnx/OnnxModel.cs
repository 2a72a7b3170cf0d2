using System.Globalization;
using System.Security.Cryptography;
using Microsoft.ML.OnnxRuntime;
using TissueNet.Inference.Manifests;
using TissueNet.Stages;

namespace TissueNet.Inference.Onnx;

/// <summary>An opened model: proved to fit its manifest, with sessions and tensors ready. Dispose it to return its leased memory.</summary>
internal sealed class OnnxModel : IDisposable
{
    /// <summary>
    /// Patches per run on the processor unless the user says otherwise. A patch that runs alone gives the same bits whatever its
    /// neighbours, and more per run gain nothing there: with two sessions of one thread on two cores bench-shufflenet did 1,309
    /// patches/s at 1, 1,303 at 8 and 1,184 at 32; tissue-types 400, 301 and 225, its intermediate results outgrowing the caches.
    /// </summary>
    public const int CpuPatchesPerRun = 1;

    private readonly SessionPool sessions;
    private readonly PixelLease lease;

    private OnnxModel(ModelManifest manifest, OnnxSignature signature, SessionFactory factory, SessionPool sessions, PixelLease lease, string sha256)
    {
        this.sessions = sessions;
        this.lease = lease;
        Manifest = manifest;
        Signature = signature;
        Provider = factory.Provider;
        Sha256 = sha256;
        Capacity = sessions.Runners[0].Capacity;
    }

    public ModelManifest Manifest { get; }

    public OnnxSignature Signature { get; }

    /// <summary>The execution provider chosen.</summary>
    public ExecutionProvider Provider { get; }

    /// <summary>What was noticed while opening: providers that do not work, measurements. A sentence each.</summary>
    public IReadOnlyList<string> Notes { get; private init; } = [];

    /// <summary>Sessions and threads in use.</summary>
    public SessionPlan Plan => sessions.Plan;

    /// <summary>SHA-256 of the .onnx file, lower-case hex.</summary>
    public string Sha256 { get; }

    /// <summary>Patches per run at most; larger batches take several runs.</summary>
    public int Capacity { get; }

    /// <summary>Opens a model.</summary>
    /// <exception cref="StageException">It cannot be loaded, or does not fit its manifest.</exception>
    public static async Task<OnnxModel> OpenAsync(OnnxModelSettings settings, IPixelPool pool, CancellationToken cancellation)
    {
        ModelManifest manifest = settings.Manifest;
        string sha256 = await HashAsync(manifest, cancellation);
        (SessionFactory factory, InferenceSession first) = SessionFactory.Choose(manifest.ModelPath, settings.Providers, settings.Fallback);
        OnnxSignature signature;
        using (first)
        {
            signature = SignatureCheck.Match(manifest, first);
        }

        var notes = new List<string>(factory.Notes);
        int perRun = settings.PatchesPerRun ?? (factory.Provider == ExecutionProvider.Cpu ? CpuPatchesPerRun : settings.Batch);
        int capacity = signature.FixedBatch ?? Math.Min(perRun, settings.Batch);
        IReadOnlyList<SessionPlan> candidates = factory.Provider == ExecutionProvider.Cpu
            ? SessionTuner.Candidates(Environment.ProcessorCount, settings.Parallel, settings.Sessions, settings.Threads)
            : [new SessionPlan(Math.Min(settings.Sessions ?? 1, settings.Parallel), settings.Threads ?? 1)];
        if (settings.Sessions > settings.Parallel)
        {
            notes.Add($"'sessions: {settings.Sessions}' is more than the {settings.Parallel} calls of 'parallel', so {candidates[0].Sessions} are used.");
        }

        SessionPlan plan = await ChooseAsync(manifest, candidates, factory, signature, capacity, pool, $"{sha256} {factory.Provider}", notes, cancellation);
        PixelLease memory = Lease(manifest, plan.Sessions, signature, capacity, pool, isKept: true);
        SessionPool? ready = null;
        try
        {
            ready = new SessionPool(factory, signature, plan, capacity, memory.Address);
            foreach (OnnxRunner runner in settings.WarmUp ? ready.Runners : [])
            {
                runner.LoadProbe();
                runner.Run(runner.Capacity);
            }

            return new OnnxModel(manifest, signature, factory, ready, memory, sha256) { Notes = notes };
        }
        catch
        {
            ready?.Dispose();
            memory.Dispose();
            throw;
        }
    }

    /// <summary>Takes a runner, waiting while all are in use.</summary>
    public ValueTask<OnnxRunner> RentAsync(CancellationToken cancellation) => sessions.RentAsync(cancellation);

    /// <summary>Gives a runner back.</summary>
    public void Return(OnnxRunner runner) => sessions.Return(runner);

    public void Dispose()
    {
        sessions.Dispose();
        lease.Dispose();
    }

    private static async Task<SessionPlan> ChooseAsync(
        ModelManifest manifest, IReadOnlyList<SessionPlan> candidates, SessionFactory factory, OnnxSignature signature, int capacity, IPixelPool pool, string key, List<string> notes, CancellationToken cancellation)
    {
        if (candidates.Count == 1)
        {
            return candidates[0];
        }

        using PixelLease memory = Lease(manifest, candidates.Max(c => c.Sessions), signature, capacity, pool, isKept: false);
        SessionPool Open(SessionPlan plan) => new(factory, signature, plan, capacity, memory.Address);
        return await SessionTuner.ChooseAsync(key, candidates, capacity, Open, notes.Add, cancellation);
    }

    // Never waits: before the first slide nobody but another model could give memory back, and that one may be waiting too.
    private static PixelLease Lease(ModelManifest manifest, int sessions, OnnxSignature signature, int capacity, IPixelPool pool, bool isKept)
    {
        long bytes = sessions * SessionPool.RunnerBytes(signature, capacity);
        PixelLease? memory = null;
        bool isLeased = bytes <= PixelPool.MaxLeaseBytes && (isKept ? pool.TryHold(bytes, out memory) : pool.TryLease(bytes, out memory));
        return isLeased
            ? memory!
            : throw new StageException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The model '{manifest.Name}' needs {bytes:N0} bytes of pixel memory for {sessions} sessions of {capacity} patches; "
                    + $"of run.memory, {pool.Capacity:N0} bytes, {pool.Capacity - pool.LeasedBytes:N0} are left."),
                signature.FixedBatch is null
                    ? "Raise run.memory, or lower 'sessions', 'parallel' or 'patches_per_run'."
                    : "Raise run.memory, lower 'sessions' or 'parallel', or export the model with a smaller or a free batch dimension.");
    }

    private static async Task<string> HashAsync(ModelManifest manifest, CancellationToken cancellation)
    {
        try
        {
            await using FileStream file = File.OpenRead(manifest.ModelPath);
            string found = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellation));
            return manifest.Sha256 is null || string.Equals(found, manifest.Sha256, StringComparison.Ordinal)
                ? found
                : throw new StageException(
                    $"The model '{manifest.ModelPath}' has the SHA-256 {found}; its manifest '{manifest.Path}' says {manifest.Sha256}.",
                    "Restore the model that the manifest describes, or, if the new one is right, write its hash into the manifest.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StageException($"The model '{manifest.ModelPath}' cannot be read: {e.Message}", "Check the path and its permissions.", e);
        }
    }
}
