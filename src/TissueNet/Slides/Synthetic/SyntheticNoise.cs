using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TissueNet.Slides.Synthetic;

/// <summary>Random numbers that are pure functions of a position and a seed.</summary>
internal static class SyntheticNoise
{
    /// <summary>32 random bits of a lattice point.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Hash(int x, int y, uint seed)
    {
        uint hash = seed ^ ((uint)x * 0x9E3779B1) ^ ((uint)y * 0x85EBCA77);
        hash = (hash ^ (hash >> 15)) * 0x2C1B3C6D;
        hash = (hash ^ (hash >> 12)) * 0x297A2D39;
        return hash ^ (hash >> 15);
    }

    /// <summary>A number in [0, 1) of a lattice point.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Unit(int x, int y, uint seed) => ToUnit(Hash(x, y, seed));

    /// <summary>A number in [0, 1) from random bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float ToUnit(uint bits) => (bits >> 8) * (1f / (1 << 24));

    /// <summary>Smooth noise in [0, 1), of mean ½ and feature size 1 (value noise: lattice points joined by smooth steps).</summary>
    public static float Smooth(double x, double y, uint seed)
    {
        double floorX = Math.Floor(x), floorY = Math.Floor(y);
        int left = (int)floorX, top = (int)floorY;
        float s = Ease((float)(x - floorX)), t = Ease((float)(y - floorY));

        // The four corners at once, by the formula of Hash.
        Vector128<uint> hash = Vector128.Create(seed)
            ^ (Vector128.Create((uint)left, (uint)left + 1, (uint)left, (uint)left + 1) * 0x9E3779B1)
            ^ (Vector128.Create((uint)top, (uint)top, (uint)top + 1, (uint)top + 1) * 0x85EBCA77);
        hash = (hash ^ (hash >>> 15)) * 0x2C1B3C6D;
        hash = (hash ^ (hash >>> 12)) * 0x297A2D39;
        hash ^= hash >>> 15;
        Vector128<float> corner = Vector128.ConvertToSingle((hash >>> 8).AsInt32()) * (1f / (1 << 24));
        float upper = corner.GetElement(0) + ((corner.GetElement(1) - corner.GetElement(0)) * s);
        float lower = corner.GetElement(2) + ((corner.GetElement(3) - corner.GetElement(2)) * s);
        return upper + ((lower - upper) * t);
    }

    /// <summary>Smooth noise with finer noise of half the amplitude on top, <paramref name="octaves"/> times; in [0, 1).</summary>
    public static float Fractal(double x, double y, uint seed, int octaves)
    {
        float sum = 0, amplitude = 1, total = 0;
        for (int i = 0; i < octaves; i++)
        {
            sum += amplitude * Smooth(x, y, seed + ((uint)i * 0x51ED270B));
            total += amplitude;
            amplitude /= 2;
            (x, y) = (x * 2.03, y * 2.03);
        }

        return sum / total;
    }

    /// <summary>0 below <paramref name="low"/>, 1 above <paramref name="high"/>, smooth between.</summary>
    public static float Step(float low, float high, float value) => Ease(Math.Clamp((value - low) / (high - low), 0f, 1f));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Ease(float t) => t * t * (3 - (2 * t));
}
