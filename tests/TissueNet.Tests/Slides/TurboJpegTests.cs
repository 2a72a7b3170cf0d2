using NetVips;
using TissueNet.Slides.Jpeg;
using TissueNet.Slides.Vips;
using TissueNet.Tests.TestSupport;

namespace TissueNet.Tests.Slides;

public sealed class TurboJpegTests
{
    public static TheoryData<bool> Decoders => JpegDecoders.Turbo is null ? [false] : [true, false];

    [Theory]
    [MemberData(nameof(Decoders))]
    public void Photograph_AtEveryShrink_HasTheRightColours(bool turbo)
    {
        byte[] file = File.ReadAllBytes(Repository.Shared("data", "textures", "stardist-histo.jpg"));
        byte[] stream = Stream(file, isRgb: false, out JpegFrame frame);
        frame.ShouldBe(new JpegFrame(500, 300, 3));
        using Image expected = Image.NewFromBuffer(file);
        double[] mean = [.. Enumerable.Range(0, 3).Select(b => expected[b].Avg())];
        foreach (int shrink in new[] { 1, 2, 4, 8 })
        {
            int width = (500 + shrink - 1) / shrink, height = (300 + shrink - 1) / shrink, stride = (width * 3) + 7;
            byte[] rgb = new byte[stride * height];
            Decoder(turbo).Decode(stream, rgb, width, height, stride);
            for (int band = 0; band < 3; band++)
            {
                double sum = 0;
                for (int i = 0; i < width * height; i++)
                {
                    sum += rgb[(i / width * stride) + (i % width * 3) + band];
                }

                (sum / (width * height)).ShouldBe(mean[band], 1.5);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Decoders))]
    public void TruncatedStream_Decoded_Fails(bool turbo)
    {
        byte[] file = File.ReadAllBytes(Repository.Shared("data", "textures", "stardist-histo.jpg"));
        foreach (int percent in new[] { 10, 50, 90, 97 })
        {
            byte[] stream = Stream(file[..(file.Length * percent / 100)], isRgb: false, out _);
            Should.Throw<InvalidDataException>(() => Decoder(turbo).Decode(stream, new byte[500 * 300 * 3], 500, 300, 1500)).Message.ShouldContain("damaged");
        }
    }

    [Theory]
    [MemberData(nameof(Decoders))]
    public void StreamWithoutEndMarker_Decoded_IsComplete(bool turbo)
    {
        byte[] file = File.ReadAllBytes(Repository.Shared("data", "textures", "stardist-histo.jpg"));
        byte[] whole = new byte[500 * 300 * 3], cut = new byte[500 * 300 * 3];
        Decoder(turbo).Decode(Stream(file, isRgb: false, out _), whole, 500, 300, 1500);
        Decoder(turbo).Decode(Stream(file[..^2], isRgb: false, out _), cut, 500, 300, 1500);

        cut.ShouldBe(whole);
    }

    [Theory]
    [MemberData(nameof(Decoders))]
    public void ColorModel_Declared_DecidesWhateverTheStreamSays(bool turbo)
    {
        byte[] file = File.ReadAllBytes(Repository.Shared("data", "textures", "stardist-histo.jpg")); // has a JFIF marker: YCbCr
        byte[] converted = new byte[500 * 300 * 3], raw = new byte[500 * 300 * 3];
        Decoder(turbo).Decode(Stream(file, isRgb: false, out _), converted, 500, 300, 1500);
        Decoder(turbo).Decode(Stream(file, isRgb: true, out _), raw, 500, 300, 1500);

        // Unconverted, the first sample is luma.
        int luma = (int)Math.Round((0.299 * converted[0]) + (0.587 * converted[1]) + (0.114 * converted[2]));
        Math.Abs(raw[0] - luma).ShouldBeLessThan(3);
    }

    [Fact]
    public void Library_OnThisMachine_IsFoundAndNamed()
    {
        Assert.SkipWhen(JpegDecoders.Turbo is null, "libjpeg-turbo's TurboJPEG library is not installed here.");
        JpegDecoders.Turbo!.Description.ShouldStartWith("libjpeg-turbo ");
        JpegDecoders.Default.Description.ShouldNotBeNullOrEmpty();
    }

    private static IJpegDecoder Decoder(bool turbo) => turbo ? JpegDecoders.Turbo! : new NetVipsJpegDecoder();

    private static byte[] Stream(byte[] file, bool isRgb, out JpegFrame frame)
    {
        byte[] prefix = JpegStream.Prefix([], isRgb);
        byte[] stream = new byte[prefix.Length + file.Length + JpegStream.Slack];
        prefix.CopyTo(stream, 0);
        int length = prefix.Length + JpegStream.Append(file, stream.AsSpan(prefix.Length), out frame);
        return stream[..length];
    }
}
