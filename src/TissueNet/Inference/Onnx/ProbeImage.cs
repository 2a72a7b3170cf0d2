using TissueNet.Inference.Manifests;

namespace TissueNet.Inference.Onnx;

/// <summary>A patch made up for probing, warming and measuring: a smooth pink and violet gradient, the same every time.</summary>
internal static class ProbeImage
{
    public static byte[] Rgb(ModelInput input)
    {
        byte[] rgb = new byte[input.Elements];
        for (int i = 0; i < rgb.Length; i += 3)
        {
            int pixel = i / 3, x = pixel % input.Width, y = pixel / input.Width;
            int wave = (int)(20 * Math.Sin(x * 0.21) * Math.Cos(y * 0.17));
            rgb[i] = (byte)(190 + wave);
            rgb[i + 1] = (byte)(130 + (wave * 2));
            rgb[i + 2] = (byte)(180 + wave);
        }

        return rgb;
    }
}
