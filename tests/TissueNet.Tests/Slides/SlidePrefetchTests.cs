using CsCheck;
using TissueNet.Slides;
using TissueNet.Stages;

namespace TissueNet.Tests.Slides;

public sealed class SlidePrefetchTests
{
    [Fact]
    public void Prefetch_AnyRead_AnnouncesWhatReadAtReads() =>
        Gen.Select(Gen.Double[-200, 1200], Gen.Double[-200, 1200], Gen.Double[0.1, 9], Gen.Int[1, 90], Gen.Int[1, 90]).Sample((x, y, mpp, width, height) =>
        {
            var reader = new RecordingReader { ReadsAhead = true };
            using var scope = new SlideScope(0, "slide", "slide");
            var slide = new Slide(scope, reader, 0.5, 0.5);
            slide.Prefetch(x, y, mpp, width, height);
            (int Level, int Shrink, int X, int Y, int Width, int Height) announced = reader.Announced.ShouldHaveSingleItem();
            slide.ReadAt(x, y, mpp, width, height, new byte[width * height * 3]);

            reader.Read.ShouldAllBe(r => r.Level == announced.Level && r.Shrink == announced.Shrink);
            (reader.Read.Min(r => r.X), reader.Read.Min(r => r.Y), reader.Read.Max(r => r.X + r.Width), reader.Read.Max(r => r.Y + r.Height))
                .ShouldBe((announced.X, announced.Y, announced.X + announced.Width, announced.Y + announced.Height));
        });

    [Fact]
    public void Prefetch_QuickStorageOrPoisonedSlide_SaysNothing()
    {
        var quick = new RecordingReader();
        using var scope = new SlideScope(0, "slide", "slide");
        new Slide(scope, quick, 0.5, 0.5).Prefetch(0, 0, 0.5, 10, 10);
        quick.Announced.ShouldBeEmpty();

        var slow = new RecordingReader { ReadsAhead = true };
        scope.Fail(new StageFailure("stage", "broken", null, null, null));
        new Slide(scope, slow, 0.5, 0.5).Prefetch(0, 0, 0.5, 10, 10);
        slow.Announced.ShouldBeEmpty();
    }

    [Fact]
    public void Prefetch_Nonsense_SaysNothing()
    {
        var reader = new RecordingReader { ReadsAhead = true };
        using var scope = new SlideScope(0, "slide", "slide");
        var slide = new Slide(scope, reader, 0.5, 0.5);
        slide.Prefetch(double.NaN, 0, 0.5, 10, 10);
        slide.Prefetch(0, 0, 0, 10, 10);
        slide.Prefetch(0, 0, 0.5, 0, 10);
        reader.Announced.ShouldBeEmpty();
    }

    private sealed class RecordingReader : ISlideReader
    {
        public List<(int Level, int Shrink, int X, int Y, int Width, int Height)> Announced { get; } = [];

        public List<(int Level, int Shrink, int X, int Y, int Width, int Height)> Read { get; } = [];

        public bool ReadsAhead { get; init; }

        public SlideInfo Info { get; } = new()
        {
            Format = "memory",
            Vendor = "test",
            Levels = [new SlideLevel(0, 1000, 900, 1, 64, 64, "none"), new SlideLevel(1, 250, 225, 4, 64, 64, "none")],
            MppX = 0.5,
            MppY = 0.5,
        };

        public IReadOnlyList<int> Shrinks(int level) => [2, 4];

        public void Prefetch(int level, int shrink, int x, int y, int width, int height) => Announced.Add((level, shrink, x, y, width, height));

        public void ReadRegion(int level, int shrink, int x, int y, int width, int height, Span<byte> rgb)
        {
            Read.Add((level, shrink, x, y, width, height));
            rgb[..(width * height * 3)].Clear();
        }

        public byte[] ReadAssociated(string name) => throw new KeyNotFoundException(name);

        public void Dispose()
        {
        }
    }
}
