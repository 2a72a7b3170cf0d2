using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using TissueNet.Pipelines.Binding;

namespace TissueNet.Pipelines.Validation;

/// <summary>The identity of what influences results.</summary>
internal static class PlanHash
{
    /// <summary>SHA-256 in hex of the canonical text.</summary>
    /// <param name="stages">The stages, in order.</param>
    /// <param name="baseDirectory">Folder of the pipeline file; paths count relative to it, so that a moved project keeps its hash.</param>
    public static string Of(IReadOnlyList<StagePlan> stages, string baseDirectory) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Canonical(stages, baseDirectory))));

    /// <summary>One line per stage and option in effect, defaults included; parallelism and queues left out, as they change no result.</summary>
    public static string Canonical(IReadOnlyList<StagePlan> stages, string baseDirectory)
    {
        var text = new StringBuilder();
        foreach (StagePlan stage in stages)
        {
            string from = string.Join(',', stage.From.Select(i => stages[i].Id).Order(StringComparer.Ordinal));
            text.Append(CultureInfo.InvariantCulture, $"{stage.Id}: {stage.Descriptor.Name} < {from}\n");
            if (stage.Options is not null)
            {
                Append(text, stage.Options, "  ", baseDirectory);
            }
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, object options, string prefix, string baseDirectory)
    {
        foreach (OptionProperty option in OptionProperty.Of(options.GetType()).OrderBy(o => o.Name, StringComparer.Ordinal))
        {
            object? value = option.Property.GetValue(options);
            if (value is not null && option is { IsNested: true, IsList: false })
            {
                Append(text, value, $"{prefix}{option.Name}.", baseDirectory);
            }
            else if (value is not null && option.IsNested)
            {
                int index = 0;
                foreach (object item in (System.Collections.IEnumerable)value)
                {
                    Append(text, item, string.Create(CultureInfo.InvariantCulture, $"{prefix}{option.Name}.{index++}."), baseDirectory);
                }
            }
            else
            {
                text.Append(CultureInfo.InvariantCulture, $"{prefix}{option.Name} = {Print(option, value, baseDirectory)}\n");
            }
        }
    }

    private static string Print(OptionProperty option, object? value, string baseDirectory) => value switch
    {
        null => "null",
        string text => option.Scalar!.Format(option.Path is null ? text : Path.GetRelativePath(baseDirectory, text).Replace('\\', '/')),
        System.Collections.IEnumerable items => $"[{string.Join(", ", items.Cast<object>().Select(i => Print(option, i, baseDirectory)))}]",
        _ => option.Scalar!.Format(value),
    };
}
