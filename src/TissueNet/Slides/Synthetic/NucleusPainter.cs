using static TissueNet.Slides.Synthetic.SyntheticNoise;

namespace TissueNet.Slides.Synthetic;

/// <summary>Scatters nuclei of one class: at most one in each cell of a square grid, somewhere in it.</summary>
internal sealed record NucleusPainter
{
    /// <summary>Pixels above this many um show no nuclei, only their mean.</summary>
    public const double CoarsestPixel = 5;

    /// <summary>The farthest a nucleus reaches from its centre, in um.</summary>
    public const double Reach = 12;

    /// <summary>Nuclei between stroma's fibres.</summary>
    public static NucleusPainter Stroma { get; } = new(SyntheticClass.Stroma)
    {
        Cell = 19,
        Chance = 0.62f,
        Long = (4.2f, 8f),
        Short = (1.3f, 2.1f),
        Density = (0.95f, 1.4f),
        FollowsFibres = true,
    };

    /// <summary>Lymphocytes.</summary>
    public static NucleusPainter Lymphoid { get; } = new(SyntheticClass.Lymphoid)
    {
        Cell = 6.8,
        Chance = 0.95f,
        Long = (2.8f, 3.7f),
        Short = (2.6f, 3.3f),
        Density = (1.25f, 1.75f),
    };

    /// <summary>Tumour cells.</summary>
    public static NucleusPainter Tumour { get; } = new(SyntheticClass.Tumour)
    {
        Cell = 10.8,
        Chance = 0.95f,
        Long = (4.2f, 6.8f),
        Short = (3.3f, 4.9f),
        Density = (0.6f, 1.35f),
        Irregularity = 0.13f,
        Nucleolus = 0.6f,
    };

    private NucleusPainter(SyntheticClass kind) => Class = kind;

    private SyntheticClass Class { get; }

    private double Cell { get; init; }

    private float Chance { get; init; }

    private (float Least, float Most) Long { get; init; }

    private (float Least, float Most) Short { get; init; }

    private (float Least, float Most) Density { get; init; }

    private float Irregularity { get; init; }

    private float Nucleolus { get; init; }

    private bool FollowsFibres { get; init; }

    /// <summary>Share of the class's area that its nuclei cover, overlaps apart.</summary>
    public float MeanCover => Chance * MathF.PI * Middle(Long) * Middle(Short) / (float)(Cell * Cell);

    /// <summary>Mean amount of haematoxylin in its nuclei.</summary>
    public float MeanDensity => Middle(Density);

    /// <summary>Puts the class's nuclei on the planes.</summary>
    public void Paint(SyntheticPlanes planes, in LayoutLattice layout, FibreTexture fibres, uint seed)
    {
        seed += 31 * (uint)Class;
        int right = CellAt(planes.Right + Reach), bottom = CellAt(planes.Bottom + Reach);
        for (int row = CellAt(planes.Top - Reach); row <= bottom; row++)
        {
            for (int column = CellAt(planes.Left - Reach); column <= right; column++)
            {
                uint random = Hash(column, row, seed);
                if ((random & 0xFF) >= Chance * 256)
                {
                    continue;
                }

                double x = (column + Unit(column, row, seed + 1)) * Cell, y = (row + Unit(column, row, seed + 2)) * Cell;
                if (x < planes.Left - Reach || y < planes.Top - Reach || x >= planes.Right + Reach || y >= planes.Bottom + Reach)
                {
                    continue;
                }

                LayoutPoint point = layout.At(x, y);
                if (point.Class == Class && point.Tissue > 2)
                {
                    float turn = Unit(column, row, seed + 3) - 0.5f;
                    (float cos, float sin) = FollowsFibres ? fibres.Direction(layout, x, y, turn * 0.6f) : Rotation(turn + 0.5f);
                    new NucleusShape(
                        x, y, Pick(Long, random, 8), Pick(Short, random, 14), cos, sin, Pick(Density, random, 20),
                        Irregularity, turn * 2, (random & 0x40000000) == 0 ? Nucleolus : 0).Paint(planes, seed);
                }
            }
        }
    }

    /// <summary>The unit vector at an angle in turns, 0–1, within 1 %: rational, since the library's sine differs between platforms.</summary>
    public static (float Cos, float Sin) Rotation(float turns)
    {
        int quarter = (int)MathF.Floor(turns * 4);
        float part = (turns * 4) - quarter;
        float t = part * (0.7854f + (0.2146f * part * part)); // the tangent of half the angle
        float cos = (1 - (t * t)) / (1 + (t * t)), sin = 2 * t / (1 + (t * t));
        return (quarter & 3) switch { 0 => (cos, sin), 1 => (-sin, cos), 2 => (-cos, -sin), _ => (sin, -cos) };
    }

    private static float Middle((float Least, float Most) range) => (range.Least + range.Most) / 2;

    private static float Pick((float Least, float Most) range, uint random, int shift) =>
        range.Least + ((range.Most - range.Least) * (((random >> shift) & 63) / 63f));

    private int CellAt(double position) => (int)Math.Floor(position / Cell);
}
