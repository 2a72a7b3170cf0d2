using System.Text;

namespace TissueNet.Regions;

/// <summary>Random numbers that depend on what they are for and not on when they are drawn.</summary>
internal static class RandomScore
{
    /// <summary>A number from 0 to below 1.</summary>
    /// <param name="seed">The run's seed.</param>
    /// <param name="slide">The slide's name.</param>
    /// <param name="index">The region's index.</param>
    public static double Of(int seed, string slide, int index)
    {
        // FNV-1a over the name, since string.GetHashCode differs from run to run; then SplitMix64's finaliser.
        ulong hash = 14695981039346656037;
        foreach (byte value in Encoding.UTF8.GetBytes(slide))
        {
            hash = (hash ^ value) * 1099511628211;
        }

        hash = Mix(hash + (0x9E3779B97F4A7C15 * (uint)seed));
        return (Mix(hash + (0x9E3779B97F4A7C15 * ((ulong)index + 1))) >> 11) * (1.0 / (1UL << 53));
    }

    private static ulong Mix(ulong value)
    {
        value = (value ^ value >> 30) * 0xBF58476D1CE4E5B9;
        value = (value ^ value >> 27) * 0x94D049BB133111EB;
        return value ^ value >> 31;
    }
}
