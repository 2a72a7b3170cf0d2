using CsCheck;
using TissueNet.Slides;
using TissueNet.Stages;
using Made = TissueNet.Tests.Slides.CoordinateSlideReader.Made;

namespace TissueNet.Tests.Slides;

/// <summary>What a patch shows is where level-0 coordinates say, on slides whose pixels tell their own position.</summary>
public class ExactResolutionTests
{
    // The most source pixels of a read: single levels are read in full.
    private const double MostPixels = 400_000;

    private static readonly Gen<Case> Cases = Gen.Select(
        Gen.Select(Gen.Double[-1, 1.2041], Gen.Double[0.2, 0.6], Gen.Double[0.7, 1.4]),
        Gen.Select(Gen.Int[20_000, 300_000], Gen.Int[20_000, 300_000]),
        Gen.Select(Gen.Double[0, 1], Gen.Double[0, 1]),
        Gen.Select(Gen.Int[1, 131], Gen.Int[1, 131]),
        (mpp, slide, corner, window) => new Case(Math.Pow(10, mpp.Item1), mpp.Item2, mpp.Item2 * mpp.Item3, slide, corner, window));

    // Of this, 0.08 is what area averaging moves at the most (see AxisFilter), the rest the steps of 8-bit colours.
    [Theory]
    [InlineData("halved, rounded down")]
    [InlineData("halved, rounded up")]
    [InlineData("1, 4, 16")]
    [InlineData("1, 8, 256")]
    [InlineData("1, 3, 9, 27")]
    [InlineData("1, 10")]
    [InlineData("one level, shrunk while decoding")]
    [InlineData("1, 4, 16, shrunk while decoding")]
    public void ReadAt_PyramidOfMeans_ShowsThePositionAskedFor(string kind) =>
        Cases.Sample(one => WorstError(kind, one).ShouldBeLessThan(one.IsEnlarged ? 0.16 : 0.11), iter: 200);

    // Which of them is meant cannot be known from sizes: see PyramidGeometry. 1.03 is the enlargement that choosing a level allows.
    [Theory]
    [InlineData("resampled, sizes rounded", 0.5 * 1.03)]
    [InlineData("resampled by 4, sizes rounded", 0.5 * 1.03)]
    [InlineData("resampled by 4, sizes rounded down", 1.03)]
    public void ReadAt_PyramidResampledToItsSizes_ErrsByTheRoundingOfTheSizeAtMost(string kind, double most) =>
        Cases.Sample(one => WorstError(kind, one).ShouldBeLessThan(most + (one.IsEnlarged ? 0.16 : 0.11)), iter: 200);

    [Theory]
    [InlineData(0.25, 16)]
    [InlineData(0.5, 8)]
    [InlineData(0.2427, 3.883)]
    public void ReadAt_FarCornerOfAnEightyGigapixelSlide_ShowsThePositionAskedFor(double slideMpp, double mpp)
    {
        var one = new Case(mpp, slideMpp, slideMpp, (271_950, 294_038), (1, 1), (99, 101));
        WorstError("halved, rounded down", one).ShouldBeLessThan(0.06);
    }

    [Theory]
    [InlineData(0.5, 0.25)]
    [InlineData(0.25, 0.5)]
    [InlineData(0.2, 0.63)]
    public void ReadAt_OblongPixels_ShowsADiscAsADisc(double mppX, double mppY)
    {
        // A disc of 100 um across on a slide of oblong pixels is an ellipse of pixels.
        int width = (int)(150 / mppX), height = (int)(150 / mppY);
        byte[] rgb = new byte[width * height * 3];
        for (int i = 0; i < width * height; i++)
        {
            double dx = (((i % width) + 0.5) * mppX) - 75, dy = (((i / width) + 0.5) * mppY) - 75;
            rgb.AsSpan(i * 3, 3).Fill((byte)((dx * dx) + (dy * dy) < 2500 ? 0 : 255));
        }

        var slide = new Slide(new SlideScope(0, "disc", "disc"), new TestSupport.MemorySlideReader(width, height, rgb), mppX, mppY);
        byte[] patch = new byte[150 * 150 * 3];
        slide.ReadAt(0, 0, 1, 150, 150, patch);
        int dark = Enumerable.Range(0, 150 * 150).Count(i => patch[i * 3] < 128);
        ((double)dark).ShouldBe(Math.PI * 2500, 40);
        Enumerable.Range(0, 150).Count(x => patch[((75 * 150) + x) * 3] < 128).ShouldBeInRange(99, 101);
        Enumerable.Range(0, 150).Count(y => patch[((y * 150) + 75) * 3] < 128).ShouldBeInRange(99, 101);
    }

    // Targets in level-0 pixels per pixel. Powers of two by index, then 1, 4, 16, each without and with shrinks of the decoder.
    [Theory]
    [InlineData("halved, rounded down", 0.2, 0, 1)] // finer than level 0: enlarged
    [InlineData("halved, rounded down", 1, 0, 1)]
    [InlineData("halved, rounded down", 1.9, 0, 1)]
    [InlineData("halved, rounded down", 1.98, 1, 1)] // 1 % coarser than asked for still serves
    [InlineData("halved, rounded down", 2, 1, 1)]
    [InlineData("halved, rounded down", 3, 1, 1)]
    [InlineData("halved, rounded down", 8.1, 3, 1)]
    [InlineData("halved, rounded down", 64, 6, 1)]
    [InlineData("halved, rounded down", 5000, 9, 1)]
    [InlineData("1, 4, 16", 2, 0, 1)]
    [InlineData("1, 4, 16", 15, 1, 1)]
    [InlineData("1, 4, 16", 16, 2, 1)]
    [InlineData("1, 4, 16, shrunk while decoding", 1.5, 0, 1)]
    [InlineData("1, 4, 16, shrunk while decoding", 2.5, 0, 2)]
    [InlineData("1, 4, 16, shrunk while decoding", 4, 1, 1)] // stored pixels rather than shrunk ones
    [InlineData("1, 4, 16, shrunk while decoding", 8, 1, 2)] // and of the smaller level, which is less to decode
    [InlineData("1, 4, 16, shrunk while decoding", 30, 2, 1)]
    [InlineData("1, 4, 16, shrunk while decoding", 64, 2, 4)]
    [InlineData("one level, shrunk while decoding", 3.99, 0, 4)]
    [InlineData("one level, shrunk while decoding", 7, 0, 4)]
    [InlineData("one level, shrunk while decoding", 64, 0, 8)]
    public void ReadAt_Target_IsReadFromTheCoarsestSourceThatIsFineEnough(string kind, double step, int level, int shrink)
    {
        var one = new Case(step * 0.25, 0.25, 0.25, (271_950, 294_038), (0.5, 0.5), (2, 2));
        (CoordinateSlideReader reader, _) = Reader(kind, one, isVertical: false);
        new Slide(new SlideScope(0, "s", "s"), reader, 0.25, 0.25).ReadAt(1000, 1000, one.Mpp, 2, 2, new byte[12]);
        reader.Reads.Distinct().ShouldBe([(level, shrink)]);
    }

    /// <summary>The largest distance, in target pixels, between what a pixel shows and where it is.</summary>
    private static double WorstError(string kind, Case one)
    {
        double worst = 0;
        foreach (bool isVertical in (ReadOnlySpan<bool>)[false, true])
        {
            (CoordinateSlideReader reader, CoordinateCode code) = Reader(kind, one, isVertical);
            (int width, int height) = one.Window(reader);
            (double x, double y) = one.Corner(width, height);
            byte[] rgb = new byte[width * height * 3];
            new Slide(new SlideScope(0, "s", "s"), reader, one.MppX, one.MppY).ReadAt(x, y, one.Mpp, width, height, rgb);
            (double start, double step) = isVertical ? (y, one.Mpp / one.MppY) : (x, one.Mpp / one.MppX);
            for (int i = 0; i < width * height; i++)
            {
                double expected = start + (((isVertical ? i / width : i % width) + 0.5) * step);
                worst = Math.Max(worst, Math.Abs(code.Decode(rgb.AsSpan(i * 3, 3)) - expected) / step);
            }
        }

        return worst;
    }

    private static (CoordinateSlideReader Reader, CoordinateCode Code) Reader(string kind, Case one, bool isVertical)
    {
        (int width, int height) = one.Size;
        Made[] levels = kind switch
        {
            "halved, rounded down" => [.. Enumerable.Range(0, 10).Select(k => Means(1 << k, up: false))],
            "halved, rounded up" => [.. Enumerable.Range(0, 10).Select(k => Means(1 << k, up: true))],
            "1, 4, 16" or "1, 4, 16, shrunk while decoding" => [Means(1, false), Means(4, false), Means(16, false)],
            "1, 8, 256" => [Means(1, false), Means(8, false), Means(256, false)],
            "1, 3, 9, 27" => [Means(1, false), Means(3, false), Means(9, true), Means(27, false)],
            "1, 10" => [Means(1, false), Means(10, false)],
            "one level, shrunk while decoding" => [Means(1, false)],
            "resampled, sizes rounded" => [Means(1, false), Resampled(1.618), Resampled(2.5), Resampled(6.25), Resampled(17.3)],
            "resampled by 4, sizes rounded" => [Means(1, false), Resampled(4), Resampled(16)],
            "resampled by 4, sizes rounded down" => [Means(1, false), Fit(width / 4, height / 4), Fit(width / 16, height / 16)],
            _ => throw new ArgumentException(kind),
        };
        (double x, double y) = one.Corner(one.Pixels.X, one.Pixels.Y);
        CoordinateCode code = isVertical
            ? CoordinateCode.For(y, one.Mpp / one.MppY, one.Pixels.Y) : CoordinateCode.For(x, one.Mpp / one.MppX, one.Pixels.X);
        return (new CoordinateSlideReader(levels, code, isVertical, kind.EndsWith("decoding", StringComparison.Ordinal) ? [2, 4, 8] : []), code);

        Made Means(int n, bool up) => up
            ? new((width + n - 1) / n, (height + n - 1) / n, n, n) : new(width / n, height / n, n, n);
        Made Resampled(double ratio) => Fit((int)Math.Round(width / ratio), (int)Math.Round(height / ratio));
        Made Fit(int w, int h) => new(w, h, (double)width / w, (double)height / h);
    }

    internal sealed record Case(double Mpp, double MppX, double MppY, (int X, int Y) Size, (double X, double Y) Share, (int X, int Y) Pixels)
    {
        /// <summary>Whether a target pixel is a part of a source pixel, so that a step of its colour is a larger part of it.</summary>
        public bool IsEnlarged => Mpp < Math.Max(MppX, MppY);

        /// <summary>As many pixels as can be read in reasonable time.</summary>
        public (int Width, int Height) Window(CoordinateSlideReader reader)
        {
            double finest = Math.Min(Mpp / MppX, Mpp / MppY);
            double source = reader.Info.Levels.Where(l => l.Downsample <= finest).Select(l => l.Downsample).DefaultIfEmpty(1).Max();
            double across = Math.Sqrt(MostPixels) / Math.Max(1, Math.Max(Mpp / MppX, Mpp / MppY) / source);
            return (Math.Clamp((int)across, 1, Pixels.X), Math.Clamp((int)across, 1, Pixels.Y));
        }

        /// <summary>Where the window lies: anywhere but so near to the edge that background is mixed in.</summary>
        public (double X, double Y) Corner(int width, int height)
        {
            double marginX = 2 * Math.Max(1, Mpp / MppX), marginY = 2 * Math.Max(1, Mpp / MppY);
            return (marginX + (Share.X * (Size.X - (2 * marginX) - (width * Mpp / MppX))),
                marginY + (Share.Y * (Size.Y - (2 * marginY) - (height * Mpp / MppY))));
        }
    }
}
