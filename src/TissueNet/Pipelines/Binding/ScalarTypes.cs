using TissueNet.Stages;

namespace TissueNet.Pipelines.Binding;

/// <summary>The types that an option can have.</summary>
internal static class ScalarTypes
{
    private static readonly Dictionary<Type, ScalarType> Known = new()
    {
        [typeof(string)] = new TextType(),
        [typeof(bool)] = new BooleanType(),
        [typeof(int)] = new NumberType(typeof(int)),
        [typeof(long)] = new NumberType(typeof(long)),
        [typeof(double)] = new NumberType(typeof(double)),
        [typeof(TimeSpan)] = new QuantityType<TimeSpan>
        {
            Article = "a duration",
            Examples = "500 ms or 20 s",
            Units = ["s", "ms", "min", "h"],
            Parse = Quantity.TryParseDuration,
            Print = Quantity.FormatDuration,
            ToNumber = t => t.TotalSeconds,
            FromNumber = s => TimeSpan.FromSeconds(Math.Min(s, 1e11)),
        },
        [typeof(ByteSize)] = new QuantityType<ByteSize>
        {
            Article = "a size",
            Examples = "512 MiB or 1 GiB",
            Units = ["GiB", "MiB", "KiB", "GB", "MB", "KB", "B"],
            Parse = ByteSize.TryParse,
            Print = b => b.ToString(),
            ToNumber = b => b.Bytes,
            FromNumber = b => new ByteSize((long)Math.Min(b, 9e18)),
        },
        [typeof(Share)] = new QuantityType<Share>
        {
            Article = "a share",
            Examples = "25 % or 0.25",
            Units = ["%"],
            AllowsBareNumber = true,
            NaturalMaximum = 1,
            Parse = Share.TryParse,
            Print = s => s.ToString(),
            ToNumber = s => s.Value,
            FromNumber = s => new Share(s),
        },
        [typeof(Extent)] = new QuantityType<Extent>
        {
            Article = "a length",
            Examples = "224, 224 px or 112 um",
            Units = ["px", "um", "mm"],
            AllowsBareNumber = true,
            Parse = Extent.TryParse,
            Print = e => e.ToString(),
            ToNumber = e => e.Value,
            FromNumber = e => new Extent(e, false),
        },
        [typeof(Area)] = new QuantityType<Area>
        {
            Article = "an area",
            Examples = "5000 um2 or 0.05 mm2",
            Units = ["um2", "mm2"],
            Parse = Area.TryParse,
            Print = a => a.ToString(),
            ToNumber = a => a.Um2,
            FromNumber = a => new Area(a),
        },
    };

    /// <summary>How a type is written; null when options cannot have it.</summary>
    /// <param name="type">The type, without its <c>?</c>.</param>
    public static ScalarType? For(Type type)
    {
        lock (Known)
        {
            if (!Known.TryGetValue(type, out ScalarType? known) && type.IsEnum)
            {
                known = new EnumType(type);
                // A plugin's enum must not be held for ever, so only our own are kept.
                if (type.Assembly == typeof(ScalarTypes).Assembly)
                {
                    Known[type] = known;
                }
            }

            return known;
        }
    }
}
