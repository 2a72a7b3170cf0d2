using TissueNet.Slides;
using TissueNet.Stages;

namespace TissueNet.Tests.Slides;

public class SlideResolutionTests
{
    [Theory]
    [InlineData(0.499, 0.499)]
    [InlineData(0.5, 0.46)]
    [InlineData(0.05, 0.05)]
    public void Settle_UsualResolution_IsTheFilesWithoutAWord(double x, double y)
    {
        (double X, double Y) found = Settle(new() { DefaultMpp = 2, MppFromMagnification = true }, Info(x, y, 20), null, out IReadOnlyList<string> warnings);
        found.ShouldBe((x, y));
        warnings.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(0.01, 0.01, "0.01 um/px, expected 0.05 to 20")]
    [InlineData(25.4, 25.4, "25.4 um/px, expected 0.05 to 20")]
    [InlineData(0.5, 0.25, "oblong: the file says 0.5 x 0.25 um/px")]
    public void Settle_UnusualResolution_IsTheFilesWithAWarning(double x, double y, string says)
    {
        Settle(new(), Info(x, y, null), null, out IReadOnlyList<string> warnings).ShouldBe((x, y));
        warnings.ShouldHaveSingleItem().ShouldContain(says);
    }

    [Fact]
    public void Settle_Listed_WinsAndSaysWhereItDiffers()
    {
        Settle(new(), Info(0.252, 0.252, null), 0.25, out IReadOnlyList<string> same).ShouldBe((0.25, 0.25));
        same.ShouldBeEmpty();
        Settle(new(), Info(null, null, null), 0.25, out IReadOnlyList<string> only).ShouldBe((0.25, 0.25));
        only.ShouldBeEmpty();
        Settle(new(), Info(0.499, 0.499, null), 0.25, out IReadOnlyList<string> other).ShouldBe((0.25, 0.25));
        other.ShouldHaveSingleItem().ShouldBe("metadata says 0.25 um/px, the file 0.499 um/px; metadata is taken");
    }

    [Theory]
    [InlineData(20, 0.5)]
    [InlineData(40, 0.25)]
    [InlineData(2.5, 4)]
    public void Settle_MagnificationIfAsked_GoesBeforeTheDefault(double power, double mpp)
    {
        Settle(new() { DefaultMpp = 2, MppFromMagnification = true }, Info(null, null, power), null, out IReadOnlyList<string> asked).ShouldBe((mpp, mpp));
        asked.ShouldHaveSingleItem().ShouldContain($"magnification of {power}x");
        Settle(new() { DefaultMpp = 2 }, Info(null, null, power), null, out IReadOnlyList<string> unasked).ShouldBe((2, 2));
        unasked.ShouldHaveSingleItem().ShouldContain("default_mpp of 2 um/px");
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0.0)]
    [InlineData(5000.0)]
    public void Settle_NoSensibleMagnification_TakesTheDefaultOrFails(double? power)
    {
        Settle(new() { DefaultMpp = 2, MppFromMagnification = true }, Info(null, null, power), null, out _).ShouldBe((2, 2));
        Should.Throw<SlideException>(() => Settle(new() { MppFromMagnification = true }, Info(null, null, power), null, out _));
    }

    [Fact]
    public void Settle_NothingKnownButMagnification_SaysThatItCouldBeTaken()
    {
        var failure = Should.Throw<SlideException>(() => Settle(new(), Info(null, null, 40), null, out _));
        failure.Message.ShouldContain("40x");
        failure.Remedy!.ShouldContain("mpp_from_magnification");
    }

    private static (double X, double Y) Settle(OpenSlideStage.Options options, SlideInfo info, double? listed, out IReadOnlyList<string> warnings)
    {
        using var scope = new SlideScope(0, "a", "a.tif");
        (double X, double Y) found = SlideResolution.Settle(scope, info, listed, options);
        warnings = scope.Warnings;
        return found;
    }

    private static SlideInfo Info(double? x, double? y, double? power) => new()
    {
        Format = "test",
        Vendor = "test",
        Levels = [new SlideLevel(0, 100, 100, 1, 100, 100, "none")],
        MppX = x,
        MppY = y,
        ObjectivePower = power,
    };
}
