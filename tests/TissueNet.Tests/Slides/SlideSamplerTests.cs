using CsCheck;
using TissueNet.Slides;
using TissueNet.Tests.TestSupport;

namespace TissueNet.Tests.Slides;

public class SlideSamplerTests
{
    private const int Window = 16;

    private static readonly Gen<(double Mpp, (double X, double Y) SlideMpp, (double X, double Y) Origin, (int X, int Y) Size, int Levels)> Read =
        Gen.Select(
            Gen.Double[0.1, 16],
            Gen.Select(Gen.Double[0.2, 0.6], Gen.Double[0.2, 0.6]),
            Gen.Select(Gen.Double[1000, 50_000], Gen.Double[1000, 50_000]),
            Gen.Select(Gen.Int[60_000, 70_000], Gen.Int[60_000, 70_000]),
            Gen.Int[1, 8]);

    [Fact]
    public void ReadAt_AnyResolution_ShowsThePositionAskedFor() => Read.Sample(read =>
    {
        double stepX = read.Mpp / read.SlideMpp.X, stepY = read.Mpp / read.SlideMpp.Y;
        using var reader = new RampSlideReader(
            read.Size.X, read.Size.Y, read.Levels, read.Origin, (200 / Window / stepX, 200 / Window / stepY), 2, 4, 8);
        byte[] rgb = new byte[Window * Window * 3];
        reader.Slide(read.SlideMpp.X, read.SlideMpp.Y).ReadAt(read.Origin.X, read.Origin.Y, read.Mpp, Window, Window, rgb);
        for (int i = 0; i < Window * Window; i++)
        {
            (double x, double y) = reader.Decode(rgb.AsSpan(i * 3, 3));
            Math.Abs(x - read.Origin.X - (((i % Window) + 0.5) * stepX)).ShouldBeLessThan(0.25 * stepX);
            Math.Abs(y - read.Origin.Y - (((i / Window) + 0.5) * stepY)).ShouldBeLessThan(0.25 * stepY);
            rgb[(i * 3) + 2].ShouldBe((byte)17);
        }
    });

    [Theory]
    [InlineData(0.5, 0.5, 0, 1)]
    [InlineData(0.5, 0.499, 0, 1)] // the file says 0.499: level 0, not an upsampled level 1
    [InlineData(0.25, 0.5, 0, 1)]
    [InlineData(1.0, 0.5, 1, 1)] // a stored level rather than a shrunk one
    [InlineData(0.5, 0.252, 1, 1)] // 1.98 of 2: level 1, enlarged by 1 %
    [InlineData(1.9, 0.5, 1, 1)]
    [InlineData(2.0, 0.5, 2, 1)]
    [InlineData(4.0, 0.5, 2, 2)]
    [InlineData(16.0, 0.5, 2, 8)]
    [InlineData(64.0, 0.5, 2, 8)]
    public void ReadAt_SeveralLevels_ReadsTheCoarsestThatIsFineEnough(double mpp, double slideMpp, int level, int shrink)
    {
        using var reader = new RampSlideReader(4001, 3001, 3, (0, 0), (0.01, 0.01), 2, 4, 8);
        reader.Slide(slideMpp, slideMpp).ReadAt(10, 10, mpp, 4, 4, new byte[48]);
        reader.Reads.ShouldNotBeEmpty();
        reader.Reads.ShouldAllBe(read => read.Level == level && read.Shrink == shrink);
    }

    [Fact]
    public void ReadAt_OwnGrid_GivesTheSourcesBytes() =>
        Gen.Select(Gen.Int[-20, 80], Gen.Int[-20, 80], Gen.Int[1, 60], Gen.Int[1, 60]).Sample((x, y, width, height) =>
        {
            (Slide slide, _) = Noise(71, 67);
            byte[] expected = new byte[width * height * 3], found = new byte[width * height * 3];
            slide.Reader.ReadRegion(0, 1, x, y, width, height, expected);
            slide.ReadAt(x, y, 0.5, width, height, found);
            found.ShouldBe(expected);
        });

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(6)]
    [InlineData(8)]
    [InlineData(16)]
    public void ReadAt_WholeRatio_IsTheRoundedMeanOfTheBox(int ratio)
    {
        (Slide slide, byte[] pixels) = Noise(160, 144);
        int width = 144 / ratio, height = 128 / ratio;
        byte[] found = new byte[width * height * 3];
        slide.ReadAt(5, 7, 0.5 * ratio, width, height, found);
        for (int i = 0; i < found.Length; i++)
        {
            int column = i / 3 % width, row = i / 3 / width, sum = 0;
            for (int k = 0; k < ratio * ratio; k++)
            {
                sum += pixels[(((((row * ratio) + 7 + (k / ratio)) * 160) + (column * ratio) + 5 + (k % ratio)) * 3) + (i % 3)];
            }

            found[i].ShouldBe((byte)(((2 * sum) + (ratio * ratio)) / (2 * ratio * ratio)), $"byte {i}");
        }
    }

    [Fact]
    public void ReadAt_SmallBands_EqualsOneRead() =>
        Gen.Select(Gen.Double[0.2, 40], Gen.Double[-30, 100], Gen.Double[-30, 100], Gen.Int[1, 40], Gen.Int[1, 40], Gen.Int[300, 4000])
            .Sample((mpp, x, y, width, height, bytes) =>
            {
                (Slide slide, _) = Noise(211, 197);
                byte[] whole = new byte[width * height * 3], banded = new byte[width * height * 3];
                slide.ReadAt(x, y, mpp, width, height, whole);
                SlideSampler.ReadAt(slide, x, y, mpp, width, height, banded, bytes);
                banded.ShouldBe(whole);
            });

    [Fact]
    public void ReadAt_ThumbnailOfAWideLevel_HoldsAFewMegabytesAtOnce()
    {
        using var reader = new RampSlideReader(60_000, 300, 1, (0, 0), (200.0 / 60_000, 0.1));
        byte[] rgb = new byte[200 * 3];
        reader.Slide(0.5, 0.5).ReadAt(0, 0, 150, 200, 1, rgb);
        reader.Reads.Count.ShouldBeGreaterThan(1);
        reader.Reads.ShouldAllBe(read => read.Width * read.Height * 3 <= 8 << 20);
        for (int i = 0; i < 200; i++)
        {
            ((double)rgb[i * 3]).ShouldBe(20.5 + i, 0.7);
        }
    }

    [Theory]
    [InlineData(-1e12, 0, 0.5)]
    [InlineData(0, 1e12, 8)]
    [InlineData(5000, -900, 0.3)]
    [InlineData(211, 197, 1e9)]
    public void ReadAt_BesideTheSlide_IsBackground(double x, double y, double mpp)
    {
        (Slide slide, _) = Noise(211, 197);
        byte[] rgb = new byte[9 * 5 * 3];
        slide.ReadAt(x, y, mpp, 9, 5, rgb);
        rgb.ShouldAllBe(value => value == 255);
    }

    [Fact]
    public void ReadAt_AcrossTheEdge_MixesWithBackgroundByArea()
    {
        Slide slide = MemorySlideReader.Slide(4, 4, new byte[48]);
        byte[] rgb = new byte[12];
        slide.ReadAt(-4, -4, 4, 1, 1, rgb);
        rgb[0].ShouldBe((byte)191); // a quarter of the 8 × 8 pixels is black
        slide.ReadAt(-2, 0, 2, 2, 1, rgb);
        rgb[..6].ShouldBe([128, 128, 128, 128, 128, 128]);
    }

    [Fact]
    public void ReadAt_FromManyThreads_GivesEachTheSame()
    {
        (Slide slide, _) = Noise(211, 197);
        byte[][] results = new byte[64][];
        Parallel.For(0, 64, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = TestContext.Current.CancellationToken }, i =>
            slide.ReadAt(3.3 + (i % 4), 2.7, 0.73, 50, 50, results[i] = new byte[7500]));
        for (int i = 4; i < 64; i++)
        {
            results[i].ShouldBe(results[i % 4]);
        }

        results[0].ShouldNotBe(results[1]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void ReadAt_ImpossibleMpp_Throws(double mpp)
    {
        (Slide slide, _) = Noise(8, 8);
        Should.Throw<ArgumentOutOfRangeException>(() => slide.ReadAt(0, 0, mpp, 2, 2, new byte[12])).Message.ShouldContain("um/px");
        Should.Throw<ArgumentException>(() => slide.ReadAt(0, 0, 1, 2, 2, new byte[11])).Message.ShouldContain("11 bytes");
    }

    private static (Slide Slide, byte[] Pixels) Noise(int width, int height)
    {
        byte[] pixels = new byte[width * height * 3];
        new Random(7).NextBytes(pixels);
        return (MemorySlideReader.Slide(width, height, pixels), pixels);
    }
}
