using System.Globalization;

namespace TissueNet.Bench.SlowStorage;

/// <summary>
/// How much slower a slide is read when every read of its file takes 20 ms longer: several pipelines, with and without delay in turn, the best
/// of each side.
/// </summary>
internal static class SlowStorageRun
{
    private static readonly (string Name, string[] Stages)[] Cases =
    [
        ("full grid, region order", ["open_slide: { default_mpp: 0.5 }", "whole_slide_mask", "region_grid: { patch_size: 224, mpp: 0.5 }", "prioritize_regions: { by: tissue }", "read_patch: {}"]),
        ("full grid, locality order", ["open_slide: { default_mpp: 0.5 }", "whole_slide_mask", "region_grid: { patch_size: 224, mpp: 0.5 }", "prioritize_regions: { by: random, emit: locality }", "read_patch: {}"]),
        ("full grid, random order", ["open_slide: { default_mpp: 0.5 }", "whole_slide_mask", "region_grid: { patch_size: 224, mpp: 0.5 }", "prioritize_regions: { by: random }", "read_patch: {}"]),
        ("tissue, locality order", ["open_slide: { default_mpp: 0.5 }", "otsu_tissue_mask: { mpp: 8 }", "region_grid: { patch_size: 224, mpp: 0.5, min_tissue: 10 % }", "prioritize_regions: { by: tissue, emit: locality }", "read_patch: {}"]),
        ("mask and 1 patch", ["open_slide: { default_mpp: 0.5 }", "otsu_tissue_mask: { mpp: 8 }", "region_grid: { patch_size: 224, mpp: 0.5, min_tissue: 10 % }", "prioritize_regions: { by: tissue, limit: 1 }", "read_patch: {}"]),
    ];

    /// <summary>Runs all cases.</summary>
    /// <param name="args">SLIDE, then the delay in milliseconds (20), then rounds (3), then a part of a case's name.</param>
    public static async Task<int> RunAsync(string[] args)
    {
        if (args is not [var slide, ..] || !File.Exists(slide))
        {
            await Console.Error.WriteLineAsync("--slow-storage SLIDE [MILLISECONDS [ROUNDS [CASE]]]: which slide?");
            return 2;
        }

        var delay = TimeSpan.FromMilliseconds(args.Length > 1 ? double.Parse(args[1], CultureInfo.InvariantCulture) : 20);
        int rounds = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 3;
        string wanted = args.Length > 3 ? args[3] : "";
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{delay.TotalMilliseconds} ms per read, best of {rounds}"));
        Console.WriteLine("| case | patches | local s | CPU s | reads | slow s | CPU s | reads | MB read | in flight | ratio |\n|-|-|-|-|-|-|-|-|-|-|-|");
        foreach ((string name, string[] stages) in Cases.Where(c => c.Name.Contains(wanted, StringComparison.Ordinal)))
        {
            List<DelayedRunResult> local = [], slow = [];
            for (int round = 0; round < rounds; round++)
            {
                local.Add(await DelayedRun.RunAsync(slide, stages, TimeSpan.Zero));
                slow.Add(await DelayedRun.RunAsync(slide, stages, delay));
            }

            DelayedRunResult l = local.MinBy(r => r.Time)!, s = slow.MinBy(r => r.Time)!;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {name} | {l.Patches} | {l.Time.TotalSeconds:0.00} | {l.Cpu.TotalSeconds:0.00} | {l.Reads} | {s.Time.TotalSeconds:0.00} | {s.Cpu.TotalSeconds:0.00} | {s.Reads} | {s.Bytes / 1e6:0.0} | {s.InFlight} | {l.Time / s.Time:0.00} |"));
        }

        return 0;
    }
}
