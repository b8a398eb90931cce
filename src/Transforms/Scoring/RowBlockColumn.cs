using System.Reflection;

namespace MLNetDeep;

/// <summary>A column of a block of rows that were read ahead.</summary>
/// <remarks>Vectors are copied: by ML.NET's rules a getter fills the memory it is given, but nothing stops a data source from handing out its own.</remarks>
internal abstract class RowBlockColumn
{
    private const BindingFlags Constructor = BindingFlags.Public | BindingFlags.Instance | BindingFlags.DoNotWrapExceptions;

    /// <summary>Whether values of this type can be kept while the input moves on: plain values and vectors of them, not images or other resources.</summary>
    internal static bool CanHold(DataViewType type) => type is PrimitiveDataViewType or VectorDataViewType;

    /// <summary>How many values of this type a row has at most; those of a vector of unknown size count as one.</summary>
    internal static int Width(DataViewType type) => type is VectorDataViewType { IsKnownSize: true } vector ? vector.Size : 1;

    /// <summary>A column without slots.</summary>
    internal static RowBlockColumn Of(DataViewRow input, DataViewSchema.Column column)
    {
        Type open = column.Type is VectorDataViewType ? typeof(VectorBlockColumn<>) : typeof(ValueBlockColumn<>);
        Type item = column.Type.Item().RawType;
        return (RowBlockColumn)Activator.CreateInstance(open.MakeGenericType(item), Constructor, binder: null, [input, column], culture: null)!;
    }

    /// <summary>Makes it so many slots.</summary>
    internal abstract void Resize(int slots);

    /// <summary>Takes the value of the input's current row into a slot.</summary>
    internal abstract void Read(int slot);

    /// <summary>A <c>ValueGetter</c> of the column's type, for the slot that <paramref name="current"/> names.</summary>
    internal abstract Delegate Getter(Func<int> current);
}

/// <inheritdoc cref="RowBlockColumn"/>
internal sealed class ValueBlockColumn<T>(DataViewRow input, DataViewSchema.Column column) : RowBlockColumn
{
    private readonly ValueGetter<T> _getter = input.GetGetter<T>(column);
    private T[] _values = [];

    internal override void Resize(int slots) => Array.Resize(ref _values, slots);

    internal override void Read(int slot) => _getter(ref _values[slot]);

    internal override Delegate Getter(Func<int> current) => (ValueGetter<T>)((ref T value) => value = _values[current()]);
}

/// <inheritdoc cref="RowBlockColumn"/>
internal sealed class VectorBlockColumn<T>(DataViewRow input, DataViewSchema.Column column) : RowBlockColumn
{
    private readonly ValueGetter<VBuffer<T>> _getter = input.GetGetter<VBuffer<T>>(column);
    private VBuffer<T>[] _values = [];
    private VBuffer<T> _row;

    internal override void Resize(int slots) => Array.Resize(ref _values, slots);

    internal override void Read(int slot)
    {
        _getter(ref _row);
        _row.CopyTo(ref _values[slot]);
    }

    internal override Delegate Getter(Func<int> current) =>
        (ValueGetter<VBuffer<T>>)((ref VBuffer<T> value) => _values[current()].CopyTo(ref value));
}
