using TissueNet.Slides.OpenSlide;

namespace TissueNet.Tests.TestSupport;

/// <summary>OpenSlide for tests.</summary>
internal static class OpenSlides
{
    /// <summary>The library; skips the test where there is none (but fails in CI, which installs it).</summary>
    public static OpenSlideLibrary Library
    {
        get
        {
            bool isThere = OpenSlideLibrary.Default is not null;
            if (!isThere && !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CI")))
            {
                throw new DllNotFoundException("libopenslide is missing. CI needs it: eng/test.sh installs it where it may.");
            }

            Assert.SkipUnless(isThere, "OpenSlide is not installed here.");
            return OpenSlideLibrary.Default!;
        }
    }
}
