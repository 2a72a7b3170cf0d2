using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using TissueNet.Inference.Manifests;

namespace TissueNet.Inference;

/// <summary>
/// Turns a patch (RGB bytes, row by row) into a model's input tensor: layout, element type, channel order and normalisation in one
/// pass, vectorised, without allocation. Multiplication and addition are not fused, so that every processor gives the same bits.
/// </summary>
internal static class PatchTensor
{
    private const int HalfChunkPixels = 512;

    /// <summary>Writes one patch.</summary>
    /// <param name="input">What the model expects.</param>
    /// <param name="transform">The normalisation, made from <paramref name="input"/> once.</param>
    /// <param name="rgb">Width × height × 3 bytes.</param>
    /// <param name="tensor">Receives the elements, width × height × 3 of the input's type.</param>
    public static void Write(ModelInput input, in ChannelTransform transform, ReadOnlySpan<byte> rgb, Span<byte> tensor)
    {
        bool planar = input.Layout == TensorLayout.Nchw;
        switch (input.Type)
        {
            case TensorType.Float32 when planar:
                WritePlanar(transform, rgb, MemoryMarshal.Cast<byte, float>(tensor));
                break;
            case TensorType.Float32:
                WriteInterleaved(transform, rgb, MemoryMarshal.Cast<byte, float>(tensor));
                break;
            case TensorType.Float16 when planar:
                WritePlanar(transform, rgb, MemoryMarshal.Cast<byte, Half>(tensor));
                break;
            case TensorType.Float16:
                WriteInterleaved(transform, rgb, MemoryMarshal.Cast<byte, Half>(tensor));
                break;
            case TensorType.Uint8 when planar:
                BytePixels.ToPlanes(rgb, tensor, transform.IsBgr);
                break;
            default:
                BytePixels.ToPixels(rgb, tensor, transform.IsBgr);
                break;
        }
    }

    /// <summary>Writes three planes of floats (NCHW).</summary>
    public static void WritePlanar(in ChannelTransform transform, ReadOnlySpan<byte> rgb, Span<float> tensor)
    {
        int pixels = rgb.Length / 3;
        FloatPixels.ToPlanes(transform, rgb, tensor[..pixels], tensor.Slice(pixels, pixels), tensor.Slice(2 * pixels, pixels));
    }

    /// <summary>Writes pixels of three floats (NHWC).</summary>
    public static void WriteInterleaved(in ChannelTransform transform, ReadOnlySpan<byte> rgb, Span<float> tensor) =>
        FloatPixels.ToPixels(transform, rgb, tensor[..rgb.Length]);

    private static void WritePlanar(in ChannelTransform transform, ReadOnlySpan<byte> rgb, Span<Half> tensor)
    {
        Span<float> chunk = stackalloc float[3 * HalfChunkPixels];
        int pixels = rgb.Length / 3;
        for (int done = 0; done < pixels; done += HalfChunkPixels)
        {
            int n = Math.Min(HalfChunkPixels, pixels - done);
            WritePlanar(transform, rgb.Slice(3 * done, 3 * n), chunk);
            for (int channel = 0; channel < 3; channel++)
            {
                TensorPrimitives.ConvertToHalf(chunk.Slice(channel * n, n), tensor.Slice((channel * pixels) + done, n));
            }
        }
    }

    private static void WriteInterleaved(in ChannelTransform transform, ReadOnlySpan<byte> rgb, Span<Half> tensor)
    {
        Span<float> chunk = stackalloc float[3 * HalfChunkPixels];
        for (int done = 0; done < rgb.Length; done += chunk.Length)
        {
            int n = Math.Min(chunk.Length, rgb.Length - done);
            FloatPixels.ToPixels(transform, rgb.Slice(done, n), chunk[..n]);
            TensorPrimitives.ConvertToHalf(chunk[..n], tensor.Slice(done, n));
        }
    }
}
