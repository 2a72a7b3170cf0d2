using System.ComponentModel.DataAnnotations;
using TissueNet.Slides.Fetching;
using TissueNet.Stages;

namespace TissueNet.Slides;

/// <summary>Opens a slide's file and settles its resolution: from the metadata table, else the file, else its magnification if asked, else the default.</summary>
[Stage("open_slide", Example = "open_slide: { default_mpp: 0.5 }")]
internal sealed class OpenSlideStage(OpenSlideStage.Options options, StageContext context) : IStage<SlideFile, Slide>, IDisposable
{
    private readonly TileCache cache = new(context.Pool, options.Cache.Bytes);
    private readonly ReadAhead ahead = new(context.Pool, options.ReadAhead.Bytes);
    private SlideMetadata? metadata;

    /// <summary>Opens a file; replaced where its storage is imitated.</summary>
    internal Func<string, TileCache, ReadAhead, string?, ISlideReader> OpenFile { get; init; } = SlideFormats.Open;

    /// <summary>Options of <c>open_slide</c>.</summary>
    public sealed record Options : ILeaseHolder, IOptionsCheck
    {
        /// <summary>Resolution of slides whose file and metadata do not say. Default: such a slide fails.</summary>
        [Range(0.01, 100)]
        [Unit("um/px")]
        public double? DefaultMpp { get; init; }

        /// <summary>
        /// Whether slides whose file and metadata do not say their resolution take it from the magnification that the file says: 10 divided by it,
        /// in um/px. Default: no, since scanners differ by a tenth and more at the same magnification.
        /// </summary>
        public bool MppFromMagnification { get; init; }

        /// <summary>
        /// CSV table with columns <c>filename</c> and <c>resolution</c> (um/px); it goes before what the file says. Other columns are ignored.
        /// </summary>
        [PathOption]
        public string? Metadata { get; init; }

        /// <summary>
        /// Memory for decoded tiles, shared by all slides that are open; part of <c>run.memory</c>. Default 96 MiB; 0 B for none.
        /// </summary>
        public ByteSize Cache { get; init; } = new(96L << 20);

        /// <summary>
        /// Memory for stored tiles that are read ahead while storage is slow, as network drives are; shared by all slides that are open,
        /// part of <c>run.memory</c>. Default 32 MiB; 0 B reads nothing ahead.
        /// </summary>
        public ByteSize ReadAhead { get; init; } = new(Fetching.ReadAhead.DefaultBytes);

        /// <summary>What opens the file. Default: whichever fits.</summary>
        public SlideReaderChoice Reader { get; init; } = SlideReaderChoice.Auto;

        /// <inheritdoc/>
        public long HeldBytes(long? patchBytes, int parallel, int batch) => Cache.Bytes + ReadAhead.Bytes;

        /// <inheritdoc/>
        public IEnumerable<OptionProblem> Check()
        {
            if (Cache.Bytes < 0)
            {
                yield return new OptionProblem(nameof(Cache), $"The cache is {Cache}, expected 0 B or more.");
            }

            if (ReadAhead.Bytes < 0)
            {
                yield return new OptionProblem(nameof(ReadAhead), $"The look ahead is {ReadAhead}, expected 0 B or more.");
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask OpenAsync(CancellationToken cancellation)
    {
        if (options.Metadata is { } path)
        {
            metadata = await SlideMetadata.LoadAsync(path, cancellation);
        }
    }

    /// <inheritdoc/>
    public async ValueTask ProcessAsync(SlideFile item, IStageOutput<Slide> output, CancellationToken cancellation)
    {
        string path = item.Scope.Path;
        string? only = options.Reader == SlideReaderChoice.Auto ? null : options.Reader.ToString().ToLowerInvariant();
        ISlideReader reader = OpenFile(path, cache, ahead, only);
        item.Scope.Own(reader);
        item.Scope.Own(item.Scope.Cancellation.UnsafeRegister(_ => reader.StopPrefetching(), null));
        item.Scope.Own(new TileCount(reader, context)); // goes first: last in, first out
        (double x, double y) = SlideResolution.Settle(item.Scope, reader.Info, metadata?.FindMpp(path), options);
        if (reader.Info.IsGrey)
        {
            item.Scope.Warn("the image has one channel only; models and masks expect a stained slide in colour");
        }

        await output.EmitAsync(new Slide(item.Scope, reader, x, y), cancellation);
    }

    public void Dispose()
    {
        cache.Dispose();
        ahead.Dispose();
    }
}
