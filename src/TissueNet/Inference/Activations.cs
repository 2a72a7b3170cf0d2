namespace TissueNet.Inference;

/// <summary>Makes probabilities of logits, in place and without overflow whatever their size.</summary>
internal static class Activations
{
    /// <summary>exp(x) / Σ exp(x), shifted by the largest value, which cancels out.</summary>
    public static void Softmax(Span<float> values)
    {
        float largest = float.NegativeInfinity;
        foreach (float value in values)
        {
            largest = Math.Max(largest, value);
        }

        double sum = 0;
        foreach (ref float value in values)
        {
            value = (float)Math.Exp((double)value - largest);
            sum += value;
        }

        foreach (ref float value in values)
        {
            value = (float)(value / sum);
        }
    }

    /// <summary>1 / (1 + exp(−x)) of each value.</summary>
    public static void Sigmoid(Span<float> values)
    {
        foreach (ref float value in values)
        {
            value = (float)(1 / (1 + Math.Exp(-(double)value)));
        }
    }
}
