using System.Globalization;

namespace MLNetDeep;

/// <summary>A type that the values behind label keys may have, with its conversion to text and back.</summary>
internal abstract class ClassValueType
{
    internal static readonly IReadOnlyList<ClassValueType> All =
    [
        new ClassValueType<ReadOnlyMemory<char>>("Text", TextDataViewType.Instance, value => value.ToString(), text => text.AsMemory()),
        Parsable<bool>("Boolean", BooleanDataViewType.Instance),
        Parsable<sbyte>("SByte", NumberDataViewType.SByte),
        Parsable<byte>("Byte", NumberDataViewType.Byte),
        Parsable<short>("Int16", NumberDataViewType.Int16),
        Parsable<ushort>("UInt16", NumberDataViewType.UInt16),
        Parsable<int>("Int32", NumberDataViewType.Int32),
        Parsable<uint>("UInt32", NumberDataViewType.UInt32),
        Parsable<long>("Int64", NumberDataViewType.Int64),
        Parsable<ulong>("UInt64", NumberDataViewType.UInt64),
        Parsable<float>("Single", NumberDataViewType.Single),
        Parsable<double>("Double", NumberDataViewType.Double),
        Parsable<TimeSpan>("TimeSpan", TimeSpanDataViewType.Instance),
        new ClassValueType<DateTime>("DateTime", DateTimeDataViewType.Instance,
            value => value.ToString("O", CultureInfo.InvariantCulture),
            text => DateTime.ParseExact(text, "O", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind)),
        new ClassValueType<DateTimeOffset>("DateTimeOffset", DateTimeOffsetDataViewType.Instance,
            value => value.ToString("O", CultureInfo.InvariantCulture),
            text => DateTimeOffset.ParseExact(text, "O", CultureInfo.InvariantCulture)),
    ];

    internal abstract string Name { get; }

    internal abstract DataViewType ItemType { get; }

    internal static ClassValueType Of(DataViewType itemType) =>
        All.FirstOrDefault(type => type.ItemType.Equals(itemType))
        ?? throw new ArgumentOutOfRangeException(nameof(itemType), itemType, $"Label keys that stand for values of type {itemType} are not supported. Map text or numbers to keys.");

    internal static ClassValueType Named(string name) =>
        All.FirstOrDefault(type => type.Name == name)
        ?? throw new FormatException($"The model file names class values of the unknown type '{name}'. Update the MLNetDeep.Transforms package.");

    /// <summary>Whether a text stands for a value of the type.</summary>
    internal abstract bool CanRead(string text);

    internal abstract ClassLabels Read(DataViewSchema.Annotations annotations);

    internal abstract void Write(DataViewSchema.Annotations.Builder builder, string annotation, IReadOnlyList<string> values);

    private static ClassValueType<T> Parsable<T>(string name, DataViewType type)
        where T : IParsable<T> =>
        new(name, type, value => Convert.ToString(value, CultureInfo.InvariantCulture)!, text => T.Parse(text, CultureInfo.InvariantCulture));
}

/// <inheritdoc cref="ClassValueType"/>
internal sealed class ClassValueType<T>(string name, DataViewType itemType, Func<T, string> format, Func<string, T> parse) : ClassValueType
{
    internal override string Name => name;

    internal override DataViewType ItemType => itemType;

    internal override bool CanRead(string text)
    {
        try
        {
            parse(text);
            return true;
        }
        catch (Exception exception) when (exception is FormatException or OverflowException)
        {
            return false;
        }
    }

    internal override ClassLabels Read(DataViewSchema.Annotations annotations)
    {
        VBuffer<T> values = default;
        annotations.GetValue("KeyValues", ref values);
        return new ClassLabels(name, values.DenseValues().Select(format).ToArray());
    }

    internal override void Write(DataViewSchema.Annotations.Builder builder, string annotation, IReadOnlyList<string> values)
    {
        T[] typed = values.Select(parse).ToArray();
        builder.Add(
            annotation,
            new VectorDataViewType((PrimitiveDataViewType)itemType, typed.Length),
            (ValueGetter<VBuffer<T>>)((ref VBuffer<T> buffer) => new VBuffer<T>(typed.Length, typed).CopyTo(ref buffer)));
    }
}
