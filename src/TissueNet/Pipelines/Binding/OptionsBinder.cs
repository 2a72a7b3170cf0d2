using System.Reflection;
using TissueNet.Pipelines.Configuration;
using TissueNet.Stages;

namespace TissueNet.Pipelines.Binding;

/// <summary>Fills an options record from a map of the pipeline file; every fault becomes a diagnostic, and the default stays.</summary>
/// <param name="baseDirectory">Folder against which relative paths are resolved.</param>
/// <param name="diagnostics">Receives what is wrong.</param>
internal sealed class OptionsBinder(string baseDirectory, DiagnosticBag diagnostics)
{
    private readonly OptionPaths paths = new(baseDirectory, diagnostics);

    /// <summary>Makes and fills a record.</summary>
    /// <param name="record">Its type.</param>
    /// <param name="map">The options given; null when there are none.</param>
    /// <param name="owner">What a message calls the owner of the options: <c>'run'</c>, <c>stage 'read_patch'</c>.</param>
    /// <param name="at">Where the owner is named.</param>
    public object Bind(Type record, ConfigMap? map, string owner, SourcePosition at)
    {
        object options = Activator.CreateInstance(record)!;
        Fill(options, map, owner, at);
        return options;
    }

    private void Fill(object options, ConfigMap? map, string owner, SourcePosition at)
    {
        int before = diagnostics.ErrorCount;
        IReadOnlyList<OptionProperty> known = OptionProperty.Of(options.GetType());
        var misspelt = new HashSet<string?>(StringComparer.Ordinal);
        foreach (ConfigEntry entry in map?.Entries ?? [])
        {
            if (known.FirstOrDefault(o => string.Equals(o.Name, entry.Name, StringComparison.Ordinal)) is { } option)
            {
                Set(options, option, entry, owner);
            }
            else
            {
                misspelt.Add(UnknownKeys.Report(diagnostics, entry.Key, owner, [.. known.Select(o => o.Name)], map!));
            }
        }

        foreach (OptionProperty option in known.Where(o => !misspelt.Contains(o.Name)))
        {
            Complete(options, option, map?.Find(option.Name)?.Value, owner, at);
        }

        if (options is IOptionsCheck check && diagnostics.ErrorCount == before)
        {
            Check(check, map, owner, at);
        }
    }

    private void Set(object options, OptionProperty option, ConfigEntry entry, string owner)
    {
        ConfigNode value = entry.Value;
        if (value.IsNull || value is ConfigScalar { IsUnresolved: true })
        {
            return;
        }

        if (option.IsList)
        {
            SetList(options, option, entry, owner);
        }
        else if (option.IsNested)
        {
            if (ReadNested(option, option.Property.GetValue(options), value, $"'{entry.Name}' of {owner}", entry.Key.Position) is { } nested)
            {
                option.Property.SetValue(options, nested);
            }
        }
        else if (ReadScalar(option, value) is { } scalar)
        {
            option.Property.SetValue(options, scalar);
        }
    }

    private void SetList(object options, OptionProperty option, ConfigEntry entry, string owner)
    {
        // One value stands for a list of one, as in 'from: read_patch'.
        IReadOnlyList<ConfigNode> items = entry.Value is ConfigList list ? list.Items : [entry.Value];
        var values = Array.CreateInstance(option.ValueType, items.Count);
        bool complete = true;
        for (int i = 0; i < items.Count; i++)
        {
            object? value = option.IsNested
                ? ReadNested(option, null, items[i], $"'{entry.Name}' of {owner}", items[i].Position)
                : ReadScalar(option, items[i]);
            complete &= value is not null;
            if (value is not null)
            {
                values.SetValue(value, i);
            }
        }

        if (complete)
        {
            option.Property.SetValue(options, values);
        }
    }

    private object? ReadNested(OptionProperty option, object? present, ConfigNode value, string owner, SourcePosition at)
    {
        if (value is not ConfigMap map)
        {
            diagnostics.Error(
                value.Position, DiagnosticCodes.WrongType,
                $"'{option.Name}' is {value.Kind}; expected a map with {string.Join(", ", OptionProperty.Of(option.ValueType).Select(o => o.Name))}.");
            return null;
        }

        // The default may differ from a new record's values and be shared, so options given are laid over a copy of it.
        MethodInfo? clone = present?.GetType().GetMethod("<Clone>$", Type.EmptyTypes);
        object nested = clone?.Invoke(present, null) ?? Activator.CreateInstance(option.ValueType)!;
        Fill(nested, map, owner, at);
        return nested;
    }

    private object? ReadScalar(OptionProperty option, ConfigNode node)
    {
        ScalarType type = option.Scalar!;
        string unit = type is NumberType && option.Unit is { } given ? $" (in {given})" : "";
        if (node is not ConfigScalar scalar)
        {
            diagnostics.Error(node.Position, DiagnosticCodes.WrongType, $"'{option.Name}' is {node.Kind}; expected {Describe(option)}{unit}.");
            return null;
        }

        if (scalar.IsUnresolved)
        {
            return null;
        }

        ReadProblem? problem = new(DiagnosticCodes.WrongType, Describe(option));
        if ((scalar.IsNull ? null : type.Read(scalar, out problem)) is not { } value)
        {
            diagnostics.Error(scalar.Position, problem!.Code, $"'{option.Name}' is '{scalar.Text}'; expected {problem.Expected}{unit}.", problem.Suggestion);
            return null;
        }

        if (option.Range is { } range && type.Measure(value) is { } measure && !range.Contains(measure))
        {
            diagnostics.Error(
                scalar.Position, DiagnosticCodes.OutOfRange, $"'{option.Name}' is {scalar.Text}; expected {range.Describe(type)}{unit}.");
            return null;
        }

        return option.Path is null ? value : paths.Resolve(option, scalar);
    }

    private void Complete(object options, OptionProperty option, ConfigNode? given, string owner, SourcePosition at)
    {
        if (given is not null && !given.IsNull)
        {
            return;
        }

        if (option.IsRequired)
        {
            diagnostics.Error(
                given?.Position ?? at, DiagnosticCodes.MissingKey,
                $"{UnknownKeys.Capitalise(owner)} needs '{option.Name}', which has no default; give it {Describe(option)}.");
        }
        else if (option is { Path: not null, IsList: false } && option.Property.GetValue(options) is string { Length: > 0 } path)
        {
            option.Property.SetValue(options, paths.Absolute(path));
        }
    }

    private void Check(IOptionsCheck options, ConfigMap? map, string owner, SourcePosition at)
    {
        try
        {
            foreach (OptionProblem problem in options.Check())
            {
                diagnostics.Error(
                    OptionPaths.Place(map, problem.Option) ?? at, DiagnosticCodes.InvalidOption,
                    problem.Remedy is null ? problem.Message : $"{problem.Message} {problem.Remedy}");
            }
        }
        catch (Exception error)
        {
            // The check is a stage author's code; its defect must not cost the user the other diagnostics.
            diagnostics.Error(at, DiagnosticCodes.InvalidOption, $"Checking the options of {owner} failed with {error.GetType().Name}: {error.Message}");
        }
    }

    private static string Describe(OptionProperty option) => option.Scalar switch
    {
        null => "a map of options",
        NumberType { Name: "integer" } => "a whole number",
        NumberType => "a number",
        BooleanType => "true or false",
        EnumType words => "one of " + string.Join(", ", words.Values),
        TextType => option.Path is null ? "a text" : "a path",
        { } quantity => $"{quantity.Name} in {quantity.Unit}",
    };
}
