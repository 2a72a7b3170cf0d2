namespace TissueNet.Slides.Writing;

/// <summary>Writes a slide as a DeepZoom pyramid, in a folder beside the target that is renamed when it is complete.</summary>
internal sealed class DeepZoomConversion(ConversionContext context)
{
    private readonly string partial = Path.Combine(
        Path.GetDirectoryName(Path.GetFullPath(context.Target))!, $".{Path.GetFileName(context.Target)}.partial");

    /// <summary>Converts.</summary>
    public async Task<ConversionResult> RunAsync(CancellationToken cancellation)
    {
        SlideLevel level = context.Reader.Info.Levels[0];
        IReadOnlyList<(int Width, int Height)> sizes = DeepZoomLevels.Sizes(level.Width, level.Height);
        context.Progress.Begin((long)level.Width * level.Height, 0);

        // Whoever holds this file is at work in the folder; what is in the folder otherwise was left by a process that died.
        using var owner = new FileStream(partial + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        Discard(partial);
        try
        {
            string files = Path.Combine(partial, "files");
            Directory.CreateDirectory(files);
            await WriteLevelsAsync(files, sizes, cancellation);
            await File.WriteAllTextAsync(Path.Combine(files, DeepZoomFiles.SourceName), context.Description.Text, cancellation);
            await File.WriteAllTextAsync(Path.Combine(partial, "dzi"), DeepZoomLevels.Descriptor(level.Width, level.Height), cancellation);

            // The descriptor is what makes a pyramid: it goes first and comes last.
            File.Delete(context.Target);
            Discard(DeepZoomFiles.Folder(context.Target));
            Directory.Move(files, DeepZoomFiles.Folder(context.Target));
            File.Move(Path.Combine(partial, "dzi"), context.Target);
        }
        finally
        {
            Discard(partial);
        }

        return new ConversionResult(
            context.Target, DeepZoomFiles.Bytes(context.Target), level.Width, level.Height, sizes.Count, context.Description.MppX is not null, WasThere: false);
    }

    private static void Discard(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task WriteLevelsAsync(string files, IReadOnlyList<(int Width, int Height)> sizes, CancellationToken cancellation)
    {
        var pass = new DeepZoomPass(context, files, sizes);
        RawImage? source = null;
        try
        {
            for (int first = 0; ; first += DeepZoomPass.Depth)
            {
                DeepZoomPass.ReadPixels read = source is null
                    ? (x, y, width, height, rgb) => context.Reader.ReadRegion(0, 1, x, y, width, height, rgb)
                    : source.Read;
                if (DeepZoomPass.IsLast(sizes[first]))
                {
                    await pass.RunAsync(first, read, null, cancellation);
                    return;
                }

                (int nextWidth, int nextHeight) = sizes[first + DeepZoomPass.Depth];
                var next = new RawImage(Path.Combine(partial, $"level-{first}"), nextWidth, nextHeight);
                try
                {
                    await pass.RunAsync(first, read, next, cancellation);
                }
                catch
                {
                    next.Dispose();
                    throw;
                }

                source?.Dispose();
                source = next;
            }
        }
        finally
        {
            source?.Dispose();
        }
    }
}
