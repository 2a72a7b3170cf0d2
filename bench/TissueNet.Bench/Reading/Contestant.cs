namespace TissueNet.Bench.Reading;

/// <summary>One way to do the work of a contest.</summary>
/// <param name="Name">In the table.</param>
/// <param name="Run">Does all of it once.</param>
/// <param name="Prepare">What comes before each run, off the clock: empty caches.</param>
/// <param name="Notes">What the last run has to say beside its time.</param>
internal sealed record Contestant(string Name, Action Run, Action? Prepare = null, Func<string>? Notes = null);
