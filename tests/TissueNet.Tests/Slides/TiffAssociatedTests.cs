using System.Buffers.Binary;
using TissueNet.Slides;
using TissueNet.Slides.Tiff;
using TissueNet.Stages;
using TissueNet.Tests.TestSupport;

namespace TissueNet.Tests.Slides;

/// <summary>Damage to label, macro and thumbnail costs that image, not the slide.</summary>
public class TiffAssociatedTests
{
    private const int LabelDirectory = 2;

    [Theory]
    [InlineData(256, 8, 0)] // no width
    [InlineData(273, 4, 0)] // no table of strips
    [InlineData(259, 8, 7)] // says JPEG, and has no such stream
    public void AperioSlide_WithADamagedLabel_OpensWithoutIt(int tag, int at, int value)
    {
        byte[] bytes = File.ReadAllBytes(Repository.Shared("data", "slides", "CMU-1-Small-Region.svs"));
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(Entry(bytes, tag) + at), value);
        using var pool = new PixelPool(32 << 20);
        using (var cache = new TileCache(pool, 16 << 20))
        using (TiffSlideReader reader = new TiffSlideFormat().Open("a.svs", new MemoryByteSource(bytes), cache, ownsCache: false))
        {
            byte[] rgb = new byte[256 * 256 * 3];
            reader.ReadRegion(0, 1, 900, 1200, 256, 256, rgb);
            rgb.ShouldContain(b => b > 0);
            reader.ReadAssociated("macro").Length.ShouldBe(1280 * 431 * 3);
            if (tag == 259)
            {
                Should.Throw<SlideException>(() => reader.ReadAssociated("label")).Message.ShouldContain("associated image");
                return;
            }

            reader.Info.Associated.Keys.ShouldBe(["macro", "thumbnail"]);
            reader.Info.Properties["tissuenet.image-ignored[0]"].ShouldContain("directory 2");
            Should.Throw<SlideException>(() => reader.ReadAssociated("label")).Message.ShouldContain("macro, thumbnail");
        }
    }

    // Where an entry of the label's directory begins; the file is a classic little-endian TIFF.
    private static int Entry(byte[] bytes, int tag)
    {
        int directory = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(4));
        for (int i = 0; i < LabelDirectory; i++)
        {
            directory = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(directory + 2 + (12 * BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(directory)))));
        }

        int entry = directory + 2;
        while (BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(entry)) != tag)
        {
            entry += 12;
        }

        return entry;
    }
}
