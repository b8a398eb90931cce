using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MLNetDeep;

/// <summary>Reads records from the text that <see cref="JsonSerializer"/> writes of them, and refuses what it would refuse.</summary>
/// <remarks>
/// The serializer has hundreds of methods compiled before it has read its first record, which takes longer than all the rest of loading a
/// model; with generated code it does, too, and forgets defaults of init properties (eng/decisions/0008). This knows the types of value
/// that a <see cref="ModelDescription"/> has, and no others.
/// </remarks>
internal sealed class RecordReader
{
    private const int MaximumDepth = 16;

    private readonly Dictionary<Type, RecordShape> _shapes = [];
    private string _property = ""; // the latest, for errors
    private Type _expected = typeof(object); // of the latest value, likewise

    private RecordReader()
    {
    }

    /// <summary>Reads a text of one record; <see langword="null"/> if that is what it says.</summary>
    /// <exception cref="JsonException">The text is not one of such a record.</exception>
    internal static T? Read<T>(ReadOnlySpan<byte> text)
        where T : class
    {
        Utf8JsonReader json = new(text, new JsonReaderOptions { MaxDepth = MaximumDepth });
        RecordReader reader = new();
        try
        {
            json.Read();
            T? record = json.TokenType == JsonTokenType.Null ? null : (T)reader.Value(ref json, typeof(T));
            json.Read(); // refuses whatever follows
            return record;
        }
        catch (Exception exception) when (exception is FormatException or OverflowException or InvalidOperationException)
        {
            throw new JsonException($"The value of '{reader._property}' at byte {json.TokenStartIndex}: expected {Name(reader._expected)}, got {json.TokenType}.");
        }
    }

    private object Record(ref Utf8JsonReader json, Type type)
    {
        RecordShape shape = ShapeOf(type.IsAbstract ? Derived(ref json, type) : type);
        object record = shape.Create();
        HashSet<string> missing = [.. shape.Required];
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            _property = json.GetString()!;
            if (shape.Properties.GetValueOrDefault(_property) is { } property)
            {
                json.Read();
                property.SetValue(record, json.TokenType == JsonTokenType.Null && RecordShape.MayBeNull(property) ? null : Value(ref json, property.PropertyType));
                missing.Remove(property.Name);
            }
            else
            {
                json.Skip(); // of a later version
            }
        }
        return missing.Count == 0
            ? record
            : throw new JsonException($"{type.Name} is missing required properties: {string.Join(", ", missing)}.");
    }

    /// <summary>The type that the first property of a record names.</summary>
    private static Type Derived(ref Utf8JsonReader json, Type type)
    {
        string discriminator = type.GetCustomAttribute<JsonPolymorphicAttribute>()!.TypeDiscriminatorPropertyName!;
        json.Read();
        string? name = json.TokenType == JsonTokenType.PropertyName && json.ValueTextEquals(discriminator) && json.Read() && json.TokenType == JsonTokenType.String ? json.GetString() : null;
        return type.GetCustomAttributes<JsonDerivedTypeAttribute>().FirstOrDefault(derived => name is not null && name.Equals(derived.TypeDiscriminator))?.DerivedType
            ?? throw new JsonException($"{type.Name} does not begin with a known '{discriminator}'.");
    }

    private object Value(ref Utf8JsonReader json, Type type) => (_expected = Nullable.GetUnderlyingType(type) ?? type) switch
    {
        { IsEnum: true } choice => Choice(ref json, choice),
        Type time when time == typeof(TimeSpan) => TimeSpan.ParseExact(Text(ref json), "c", CultureInfo.InvariantCulture),
        Type known => Type.GetTypeCode(known) switch
        {
            TypeCode.String => Text(ref json),
            TypeCode.Boolean => json.GetBoolean(),
            TypeCode.Int32 => json.GetInt32(),
            TypeCode.Int64 => json.GetInt64(),
            TypeCode.Single => json.TokenType == JsonTokenType.String ? (float)NamedNumber(ref json) : json.GetSingle(),
            TypeCode.Double => json.TokenType == JsonTokenType.String ? NamedNumber(ref json) : json.GetDouble(),
            _ => json.TokenType switch
            {
                JsonTokenType.StartArray when known.IsGenericType => List(ref json, known.GenericTypeArguments[0]),
                JsonTokenType.StartObject when !known.IsGenericType => Record(ref json, known),
                _ => throw new FormatException(),
            },
        },
    };

    private IList List(ref Utf8JsonReader json, Type item)
    {
        IList list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(item))!;
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            list.Add(json.TokenType == JsonTokenType.Null && !item.IsValueType ? null : Value(ref json, item));
        }
        return list;
    }

    /// <summary>An enumeration's value by name or number; one that it does not define is found by those who check the description.</summary>
    private static object Choice(ref Utf8JsonReader json, Type type) =>
        json.TokenType == JsonTokenType.Number ? Enum.ToObject(type, json.GetInt32())
        : Enum.TryParse(type, Text(ref json), ignoreCase: true, out object? value) ? value
        : throw new FormatException();

    /// <summary>A number that JSON itself has not, as of an epoch that diverged.</summary>
    private static double NamedNumber(ref Utf8JsonReader json) => json.GetString() switch
    {
        "NaN" => double.NaN,
        "Infinity" => double.PositiveInfinity,
        "-Infinity" => double.NegativeInfinity,
        _ => throw new FormatException(),
    };

    private static string Text(ref Utf8JsonReader json) => json.GetString() ?? throw new FormatException();

    /// <summary>A type as errors call it.</summary>
    private static string Name(Type type) => type switch
    {
        { IsEnum: true } => $"one of {string.Join(", ", Enum.GetNames(type))}",
        { IsGenericType: true } => $"a list of {type.GenericTypeArguments[0].Name}",
        _ => type.Name,
    };

    private RecordShape ShapeOf(Type type) => _shapes.TryGetValue(type, out RecordShape? shape) ? shape : _shapes[type] = RecordShape.Of(type);
}
