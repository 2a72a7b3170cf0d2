using System.Globalization;

namespace TissueNet.Tests.Slides.Mutations;

/// <summary>Damage to a file: bytes written over others, then perhaps an end cut off. It is put into a file and taken out again.</summary>
/// <param name="kind">What kind of damage, for the statistics.</param>
internal sealed class Mutation(string kind)
{
    private readonly List<(long At, byte[] Bytes)> writes = [];

    public string Kind => kind;

    public IReadOnlyList<(long At, byte[] Bytes)> Writes => writes;

    /// <summary>The file's new length; null to keep it.</summary>
    public long? Length { get; set; }

    public void Write(long at, params byte[] bytes) => writes.Add((at, bytes));

    public void Apply(string path, byte[] sound)
    {
        using FileStream file = Open(path);
        foreach ((long at, byte[] bytes) in writes)
        {
            int fits = (int)Math.Clamp(sound.Length - at, 0, bytes.Length);
            file.Position = at;
            file.Write(bytes, 0, fits);
        }

        file.SetLength(Length ?? sound.Length);
    }

    public void Undo(string path, byte[] sound)
    {
        using FileStream file = Open(path);
        if (Length is { } length)
        {
            file.Position = length;
            file.Write(sound, (int)length, sound.Length - (int)length);
        }

        foreach ((long at, byte[] bytes) in writes)
        {
            int fits = (int)Math.Clamp(sound.Length - at, 0, bytes.Length);
            file.Position = at;
            file.Write(sound, (int)at, fits);
        }
    }

    public override string ToString()
    {
        IEnumerable<string> parts = writes.Take(6).Select(w => string.Create(
            CultureInfo.InvariantCulture, $"@{w.At}={Convert.ToHexString(w.Bytes.AsSpan(0, Math.Min(12, w.Bytes.Length)))}({w.Bytes.Length})"));
        return $"{kind} {string.Join(' ', parts)}{(writes.Count > 6 ? $" and {writes.Count - 6} more" : "")}{(Length is { } l ? $" cut at {l}" : "")}";
    }

    private static FileStream Open(string path) => new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
}
