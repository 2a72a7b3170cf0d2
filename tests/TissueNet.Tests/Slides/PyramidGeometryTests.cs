using CsCheck;
using TissueNet.Slides;

namespace TissueNet.Tests.Slides;

public class PyramidGeometryTests
{
    [Theory]
    [InlineData(271_950, 294_038, 16_996, 18_377, 16)] // OpenSlide says 16.0006
    [InlineData(2220, 2967, 1110, 1483, 2)]
    [InlineData(2220, 2967, 277, 370, 8)]
    [InlineData(46_000, 32_914, 11_500, 8228, 4)]
    [InlineData(46_000, 32_914, 2875, 2057, 16)]
    [InlineData(3967, 2003, 991, 500, 4)]
    [InlineData(3967, 2003, 992, 501, 4)]
    [InlineData(3967, 2003, 1322, 667, 3)]
    [InlineData(3967, 2003, 396, 200, 10)]
    [InlineData(256, 256, 1, 1, 256)]
    [InlineData(300, 250, 37, 31, 8)]
    public void Downsample_SizesOfWholeMeans_IsTheWholeNumber(int width0, int height0, int width, int height, double expected) =>
        PyramidGeometry.Downsample(width0, height0, width, height).ShouldBe(expected);

    [Theory]
    [InlineData(3967, 2003, 3967, 2003)] // another image of the same size is no level
    [InlineData(3967, 2003, 1000, 1000)]
    [InlineData(3967, 2003, 387, 463)]
    [InlineData(100, 100, 101, 50)]
    public void Downsample_AnotherShape_IsNone(int width0, int height0, int width, int height) =>
        PyramidGeometry.Downsample(width0, height0, width, height).ShouldBeNull();

    [Fact]
    public void Downsample_AnyRatio_ErrsByHalfAPixelOfTheLevelAtMost() =>
        Gen.Select(Gen.Int[20, 300_000], Gen.Int[20, 300_000], Gen.Double[1.05, 60]).Sample((width0, height0, ratio) =>
        {
            int width = (int)Math.Round(width0 / ratio), height = (int)Math.Round(height0 / ratio);
            if (width == 0 || height == 0)
            {
                return;
            }

            double found = PyramidGeometry.Downsample(width0, height0, width, height)!.Value;

            // At the far edge, in pixels of the level; the same whether it was made by the ratio or by the sizes, up to the rounding.
            Math.Abs((width * found) - width0).ShouldBeLessThan(1.0001 * found);
            Math.Abs((height * found) - height0).ShouldBeLessThan(1.0001 * found);
            if (found != Math.Round(found))
            {
                Math.Abs((width * found) - width0).ShouldBeLessThan(0.5001 * ratio);
                Math.Abs((height * found) - height0).ShouldBeLessThan(0.5001 * ratio);
            }
        });
}
