using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using TissueNet.Regions;
using TissueNet.Stages;

namespace TissueNet.Reports;

/// <summary>
/// Writes <c>geojson/SLIDE.geojson</c> for QuPath: a tile object per patch, classified by its most probable class, with all
/// probabilities as measurements, for slides that succeeded.
/// </summary>
/// <remarks>Coordinates are level-0 pixels, y downwards. Ids depend on the slide's name and the region alone.</remarks>
[Report("geojson")]
internal sealed class GeoJsonReport(StageContext context) : PatchFileReport
{
    private readonly OutputLayout layout = new(context.OutputDirectory);

    /// <inheritdoc/>
    protected override string PathOf(string slide) => layout.GeoJson(slide);

    /// <inheritdoc/>
    protected override void Write(Stream stream, string slide, PatchTable patches, CancellationToken cancellation)
    {
        using var json = new Utf8JsonWriter(stream);
        string[] classes = [.. patches.Classes];
        json.WriteStartObject();
        json.WriteString("type", "FeatureCollection");
        json.WriteString("notice", Figures.Notice);
        json.WriteStartArray("features");
        int row = 0;
        foreach ((Region region, float[] probabilities) in patches.Rows())
        {
            cancellation.ThrowIfCancellationRequested();
            WriteFeature(json, IdOf(slide, row++, region), region, classes, probabilities);

            // One patch a line: the file stays greppable, and a text editor survives it.
            json.Flush();
            stream.WriteByte((byte)'\n');
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        stream.WriteByte((byte)'\n');
    }

    private static void WriteFeature(Utf8JsonWriter json, Guid id, Region region, string[] classes, float[] probabilities)
    {
        json.WriteStartObject();
        json.WriteString("type", "Feature");
        json.WriteString("id", id);
        WriteRectangle(json, region);
        json.WriteStartObject("properties");
        json.WriteString("objectType", "tile");
        if (Best(probabilities) is { } best)
        {
            json.WriteStartObject("classification");
            json.WriteString("name", classes[best]);
            json.WriteStartArray("color");
            int color = ClassPalette.Of(best);
            json.WriteNumberValue(color >> 16);
            json.WriteNumberValue((color >> 8) & 0xFF);
            json.WriteNumberValue(color & 0xFF);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteStartObject("measurements");
        for (int i = 0; i < classes.Length; i++)
        {
            if (!float.IsNaN(probabilities[i]))
            {
                json.WriteNumber("prob_" + classes[i], Math.Round((double)probabilities[i], 6));
            }
        }

        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteRectangle(Utf8JsonWriter json, Region region)
    {
        (int width, int height) = Figures.Size(region);
        int left = region.Level0X, top = region.Level0Y;
        json.WriteStartObject("geometry");
        json.WriteString("type", "Polygon");
        json.WriteStartArray("coordinates");
        json.WriteStartArray();
        Span<(int X, int Y)> ring = [(left, top), (left + width, top), (left + width, top + height), (left, top + height), (left, top)];
        foreach ((int x, int y) in ring)
        {
            json.WriteStartArray();
            json.WriteNumberValue(x);
            json.WriteNumberValue(y);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static int? Best(float[] probabilities)
    {
        int? best = null;
        for (int i = 0; i < probabilities.Length; i++)
        {
            if (!float.IsNaN(probabilities[i]) && (best is null || probabilities[i] > probabilities[best.Value]))
            {
                best = i;
            }
        }

        return best;
    }

    /// <summary>A version-8 UUID (RFC 9562) from what identifies the patch, so that QuPath recognises it in the next run's file.</summary>
    private static Guid IdOf(string slide, int row, Region region)
    {
        byte[] name = Encoding.UTF8.GetBytes(slide);
        byte[] identity = new byte[name.Length + 16];
        name.CopyTo(identity, 0);
        BinaryPrimitives.WriteInt32LittleEndian(identity.AsSpan(name.Length), region.Index);
        BinaryPrimitives.WriteInt32LittleEndian(identity.AsSpan(name.Length + 4), region.Level0X);
        BinaryPrimitives.WriteInt32LittleEndian(identity.AsSpan(name.Length + 8), region.Level0Y);
        BinaryPrimitives.WriteInt32LittleEndian(identity.AsSpan(name.Length + 12), row);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(identity, hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
