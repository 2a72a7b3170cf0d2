using System.Text;

namespace TissueNet.Tests.Inference;

/// <summary>Writes ONNX models of a few nodes, so that tests can have any signature: protobuf by hand.</summary>
internal sealed class TinyOnnx
{
    public const int Float = 1, UInt8 = 2, Float16 = 10, Int64 = 7;

    private readonly List<byte> graph = [];

    /// <summary>[batch, 3, size, size] to the mean of each channel, [batch, 3].</summary>
    public static byte[] ChannelMeans(int size, object? batch = null, string input = "input", string output = "means") => new TinyOnnx()
        .Node("GlobalAveragePool", [input], ["pooled"])
        .Node("Flatten", ["pooled"], [output])
        .Input(input, Float, batch ?? "batch", 3, size, size)
        .Output(output, Float, batch ?? "batch", 3)
        .ToArray();

    public TinyOnnx Node(string op, string[] inputs, string[] outputs, params (string Name, long Value)[] attributes)
    {
        var node = new List<byte>();
        foreach (string name in inputs)
        {
            Text(node, 1, name);
        }

        foreach (string name in outputs)
        {
            Text(node, 2, name);
        }

        Text(node, 4, op);
        foreach ((string name, long value) in attributes)
        {
            var attribute = new List<byte>();
            Text(attribute, 1, name);
            Number(attribute, 3, value);
            Number(attribute, 20, 2);
            Bytes(node, 5, attribute);
        }

        Bytes(graph, 1, node);
        return this;
    }

    public TinyOnnx Input(string name, int type, params object[] shape) => Value(11, name, type, shape);

    public TinyOnnx Output(string name, int type, params object[] shape) => Value(12, name, type, shape);

    public byte[] ToArray()
    {
        var all = new List<byte>(graph);
        Text(all, 2, "tiny");
        var opset = new List<byte>();
        Text(opset, 1, "");
        Number(opset, 2, 13);
        var model = new List<byte>();
        Number(model, 1, 8);
        Bytes(model, 7, all);
        Bytes(model, 8, opset);
        return [.. model];
    }

    private TinyOnnx Value(int field, string name, int type, object[] shape)
    {
        var dimensions = new List<byte>();
        foreach (object side in shape)
        {
            var dimension = new List<byte>();
            if (side is string symbol)
            {
                Text(dimension, 2, symbol);
            }
            else
            {
                Number(dimension, 1, (int)side);
            }

            Bytes(dimensions, 1, dimension);
        }

        var tensor = new List<byte>();
        Number(tensor, 1, type);
        Bytes(tensor, 2, dimensions);
        var wrapped = new List<byte>();
        Bytes(wrapped, 1, tensor);
        var value = new List<byte>();
        Text(value, 1, name);
        Bytes(value, 2, wrapped);
        Bytes(graph, field, value);
        return this;
    }

    private static void Number(List<byte> to, int field, long value)
    {
        Varint(to, (ulong)(field << 3));
        Varint(to, (ulong)value);
    }

    private static void Text(List<byte> to, int field, string text) => Bytes(to, field, [.. Encoding.UTF8.GetBytes(text)]);

    private static void Bytes(List<byte> to, int field, List<byte> bytes)
    {
        Varint(to, (ulong)((field << 3) | 2));
        Varint(to, (ulong)bytes.Count);
        to.AddRange(bytes);
    }

    private static void Varint(List<byte> to, ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            to.Add((byte)(value | 0x80));
        }

        to.Add((byte)value);
    }
}
