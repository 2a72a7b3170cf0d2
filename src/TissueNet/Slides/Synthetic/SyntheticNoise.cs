using System.Runtime.CompilerServices;

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
        float a = Unit(left, top, seed), b = Unit(left + 1, top, seed);
        float c = Unit(left, top + 1, seed), d = Unit(left + 1, top + 1, seed);
        float upper = a + ((b - a) * s);
        return upper + ((c + ((d - c) * s) - upper) * t);
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
