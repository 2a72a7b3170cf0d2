using System.Runtime.InteropServices;
using CsCheck;
using TissueNet.Inference;
using TissueNet.Inference.Manifests;

namespace TissueNet.Tests.Inference;

public class PatchTensorTests
{
    private static readonly Gen<ModelInput> Inputs =
        from width in Gen.Int[1, 70]
        from height in Gen.Int[1, 5]
        from layout in Gen.Enum<TensorLayout>()
        from channels in Gen.Enum<ChannelOrder>()
        from scale in Gen.OneOf(Gen.Const(1.0 / 255), Gen.Const(1.0))
        from mean in Gen.Double[0, 1].Array[3]
        from std in Gen.Double[0.1, 2].Array[3]
        select new ModelInput
        {
            Width = width,
            Height = height,
            Mpp = 0.5,
            Layout = layout,
            Channels = channels,
            Scale = scale,
            Mean = mean,
            Std = std,
        };

    [Fact]
    public void Write_AnyInput_EqualsTheFormula() => Inputs.Sample(
        input =>
        {
            byte[] rgb = Noise(input);
            float[] tensor = new float[rgb.Length];
            PatchTensor.Write(input, ChannelTransform.For(input), rgb, MemoryMarshal.AsBytes(tensor.AsSpan()));
            ForEachElement(input, rgb, (position, channel, value) =>
            {
                double exact = ((value * input.Scale) - input.Mean[channel]) / input.Std[channel];

                // Factor, offset, product and sum are each rounded once to 24 bits; where both terms are large, their difference keeps that.
                double terms = Math.Abs(value * input.Scale / input.Std[channel]) + Math.Abs(input.Mean[channel] / input.Std[channel]);
                ((double)tensor[position]).ShouldBe(exact, (Math.Pow(2, -24) * 3 * terms) + 1.2e-38); // a float has no such digits below its normal numbers
            });
        },
        iter: 300);

    [Fact]
    public void Write_Float16_IsTheRoundedFloat() => Inputs.Sample(
        input =>
        {
            byte[] rgb = Noise(input);
            float[] floats = new float[rgb.Length];
            Half[] halves = new Half[rgb.Length];
            PatchTensor.Write(input, ChannelTransform.For(input), rgb, MemoryMarshal.AsBytes(floats.AsSpan()));
            PatchTensor.Write(input with { Type = TensorType.Float16 }, ChannelTransform.For(input), rgb, MemoryMarshal.AsBytes(halves.AsSpan()));
            halves.ShouldBe(floats.Select(f => (Half)f));
        },
        iter: 100);

    [Fact]
    public void Write_Uint8_KeepsBytes() => Inputs.Sample(
        input =>
        {
            byte[] rgb = Noise(input);
            byte[] tensor = new byte[rgb.Length];
            PatchTensor.Write(input with { Type = TensorType.Uint8 }, ChannelTransform.For(input), rgb, tensor);
            ForEachElement(input, rgb, (position, _, value) => tensor[position].ShouldBe(value));
        },
        iter: 100);

    [Theory]
    [InlineData(TensorLayout.Nchw, TensorType.Float32)]
    [InlineData(TensorLayout.Nhwc, TensorType.Float32)]
    [InlineData(TensorLayout.Nchw, TensorType.Float16)]
    [InlineData(TensorLayout.Nchw, TensorType.Uint8)]
    public void Write_WarmedUp_AllocatesNothing(object layout, object type)
    {
        var input = new ModelInput { Width = 224, Height = 224, Mpp = 0.5, Layout = (TensorLayout)layout, Type = (TensorType)type };
        byte[] rgb = Noise(input);
        byte[] tensor = new byte[input.Elements * input.ElementBytes];
        ChannelTransform transform = ChannelTransform.For(input);
        PatchTensor.Write(input, transform, rgb, tensor);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 10; i++)
        {
            PatchTensor.Write(input, transform, rgb, tensor);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    private static byte[] Noise(ModelInput input)
    {
        byte[] rgb = new byte[input.Elements];
        new Random(input.Width).NextBytes(rgb);
        return rgb;
    }

    // The plain loops that the vectors must agree with.
    private static void ForEachElement(ModelInput input, byte[] rgb, Action<int, int, byte> check)
    {
        int pixels = input.Width * input.Height;
        for (int pixel = 0; pixel < pixels; pixel++)
        {
            for (int channel = 0; channel < 3; channel++)
            {
                int source = input.Channels == ChannelOrder.Bgr ? 2 - channel : channel;
                int position = input.Layout == TensorLayout.Nchw ? (channel * pixels) + pixel : (pixel * 3) + channel;
                check(position, channel, rgb[(pixel * 3) + source]);
            }
        }
    }
}
