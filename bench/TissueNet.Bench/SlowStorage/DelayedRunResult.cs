namespace TissueNet.Bench.SlowStorage;

/// <summary>What a run took.</summary>
/// <param name="Time">From the slide's file to its last patch.</param>
/// <param name="Cpu">Time of processors.</param>
/// <param name="Patches">Patches read.</param>
/// <param name="Reads">Reads of the file, opening included.</param>
/// <param name="Bytes">Bytes read.</param>
/// <param name="InFlight">The most reads at once.</param>
internal sealed record DelayedRunResult(TimeSpan Time, TimeSpan Cpu, long Patches, long Reads, long Bytes, int InFlight);
