using NetVips;

namespace TissueNet.Slides.Vips;

/// <summary>Sets libvips up for this process, once, before its first use.</summary>
internal static class VipsRuntime
{
    // Kept here, since native code calls it for as long as the process lives.
    private static readonly Log.LogDelegate Silence = static (_, _, _) => { };
    private static readonly Lazy<string?> Problem = new(Start);

    /// <summary>Why libvips cannot be used; null when it can.</summary>
    public static string? Unusable => Problem.Value;

    private static string? Start()
    {
        if (!ModuleInitializer.VipsInitialized)
        {
            return $"libvips could not be loaded: {ModuleInitializer.Exception?.Message ?? "unknown reason"}";
        }

        // Stages run in parallel; threads inside each small operation would only get in each other's way.
        NetVips.NetVips.Concurrency = 1;

        // Results of operations are not kept: they would hold closed slides' files open, and memory beside run.memory.
        Cache.Max = 0;

        // Slides come from anywhere: loaders that libvips' authors have not hardened against hostile files stay off.
        NetVips.NetVips.BlockUntrusted = true;

        // What matters is asked to be an error (fail_on); the rest, odd tags mostly, is not for our users' terminal.
        Log.SetLogHandler("VIPS", Enums.LogLevelFlags.Warning, Silence);
        return null;
    }
}
