using TissueNet.Slides.Jpeg;
using TissueNet.Tests.TestSupport;

namespace TissueNet.Tests.Slides;

/// <summary>What is refused before a native decoder sees it.</summary>
public sealed class JpegStreamTests
{
    [Theory]
    [InlineData(0xC3)] // lossless
    [InlineData(0xC9)] // arithmetic
    [InlineData(0xCE)] // hierarchical
    public void FrameOfAnotherProcess_Appended_IsRefused(int marker)
    {
        byte[] file = Photograph();
        file[FrameAt(file) + 1] = (byte)marker;

        Should.Throw<InvalidDataException>(() => Append(file)).Message.ShouldContain($"process {marker & 15}");
    }

    [Fact]
    public void TwelveBits_Appended_AreRefused()
    {
        byte[] file = Photograph();
        file[FrameAt(file) + 4] = 12;

        Should.Throw<InvalidDataException>(() => Append(file)).Message.ShouldContain("12 bits per sample");
    }

    [Theory]
    [InlineData(0x01)]
    [InlineData(0xD0)]
    [InlineData(0xD8)]
    public void MarkerWithoutLength_HidingAnotherFrame_IsRefused(int marker)
    {
        byte[] file = Photograph();
        int at = FrameAt(file);
        byte[] hidden = [0xFF, (byte)marker, 0, 12, .. file[at..(at + 10)]];

        Should.Throw<InvalidDataException>(() => Append([.. file[..at], .. hidden, .. file[at..]])).Message.ShouldContain("none is due");
    }

    [Fact]
    public void SecondFrame_Appended_IsRefused()
    {
        byte[] file = Photograph();
        int at = FrameAt(file), length = 2 + (file[at + 2] << 8) + file[at + 3];

        Should.Throw<InvalidDataException>(() => Append([.. file[..at], .. file[at..(at + length)], .. file[at..]])).Message.ShouldContain("two frames");
    }

    [Fact]
    public void ThousandsOfScans_InFewBytes_AreRefused()
    {
        byte[] file = Photograph();
        int frame = FrameAt(file);
        file[frame + 1] = 0xC2;
        byte[] scan = [0xFF, 0xDA, 0, 8, 1, 1, 0, 1, 5, 0x10, 0x55];

        InvalidDataException failure = Should.Throw<InvalidDataException>(
            () => Append([.. file[..ScanAt(file)], .. Enumerable.Repeat(scan, 5000).SelectMany(s => s), 0xFF, 0xD9]));

        failure.Message.ShouldContain("5000 scans");
    }

    [Fact]
    public void ScanOfEachComponent_Appended_IsCountedButAllowed()
    {
        byte[] file = Photograph();
        byte[] scan = [0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0, 0x55];

        Append([.. file[..ScanAt(file)], .. scan, .. scan, .. scan, 0xFF, 0xD9]).ShouldBe(new JpegFrame(500, 300, 3));
    }

    [Fact]
    public void BytesBeforeARestart_Decoded_AreDamageThoughTheLibraryOnlyWarns()
    {
        Assert.SkipWhen(JpegDecoders.Turbo is null, "libjpeg-turbo is not installed.");
        byte[] file = WithRestarts();
        int restart = file.AsSpan().LastIndexOf([(byte)0xFF, (byte)0xD1]);
        restart.ShouldBeGreaterThan(0);
        byte[] stream = Stream([.. file[..restart], 1, 2, 3, .. file[restart..]]);

        Should.Throw<InvalidDataException>(() => JpegDecoders.Turbo!.Decode(stream, new byte[64 * 64 * 3], 64, 64, 64 * 3))
            .Message.ShouldContain("extraneous bytes before marker 0xd1");
        Should.NotThrow(() => JpegDecoders.Turbo!.Decode(
            Stream([.. file[..^2], 1, 2, 3, .. file[^2..]]), new byte[64 * 64 * 3], 64, 64, 64 * 3));
    }

    // libvips writes none, so restarts come from a slide that has them.
    private static byte[] WithRestarts()
    {
        byte[] head = File.ReadAllBytes(Repository.Shared("data", "textures", "stardist-histo.jpg"));
        int at = FrameAt(head), scan = ScanAt(head), length = 2 + (head[at + 2] << 8) + head[at + 3];
        byte[] frame = [0xFF, 0xC0, 0, 11, 8, 0, 64, 0, 64, 1, 1, 0x11, 0];
        byte[] header = [0xFF, 0xDD, 0, 4, 0, 16, 0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0];

        // A block of no difference and no coefficients is the code of 0 and that of the block's end; in the tables of JPEG's annex K: 00 1010.
        byte[] interval = [0x28, 0xA2, 0x8A, 0x28, 0xA2, 0x8A, 0x28, 0xA2, 0x8A, 0x28, 0xA2, 0x8A];
        return
        [
            .. head[..at], .. frame, .. head[(at + length)..scan], .. header,
            .. interval, 0xFF, 0xD0, .. interval, 0xFF, 0xD1, .. interval, 0xFF, 0xD2, .. interval, 0xFF, 0xD9,
        ];
    }

    private static byte[] Photograph() => File.ReadAllBytes(Repository.Shared("data", "textures", "stardist-histo.jpg"));

    private static int FrameAt(byte[] file) => file.AsSpan().IndexOf([(byte)0xFF, (byte)0xC0]);

    private static int ScanAt(byte[] file) => file.AsSpan().IndexOf([(byte)0xFF, (byte)0xDA]);

    private static JpegFrame Append(byte[] file)
    {
        JpegStream.Append(file, new byte[file.Length + JpegStream.Slack], out JpegFrame frame);
        return frame;
    }

    private static byte[] Stream(byte[] file)
    {
        byte[] prefix = JpegStream.Prefix([], isRgb: false);
        byte[] stream = new byte[prefix.Length + file.Length + JpegStream.Slack];
        prefix.CopyTo(stream, 0);
        int length = JpegStream.Append(file, stream.AsSpan(prefix.Length), out _);
        return stream[..(prefix.Length + length)];
    }
}
