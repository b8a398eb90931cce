using System.Numerics;

namespace MLNetDeep;

/// <summary>Reads the feature vector of a row, dense or sparse, and checks its length; keys as numbers, 0 for a missing one.</summary>
internal sealed class FeatureReader
{
    private readonly ValueGetter<VBuffer<float>> _getter;
    private readonly int _width; // 0 if rows differ
    private VBuffer<float> _features;

    internal FeatureReader(DataViewRow row, DataViewSchema.Column column)
    {
        Column = column.Name;
        _width = ((VectorDataViewType)column.Type).Size;
        _getter = ((VectorDataViewType)column.Type).ItemType is KeyDataViewType key ? KeyGetter(row, column, key) : row.GetGetter<VBuffer<float>>(column);
    }

    /// <summary>The name of the column.</summary>
    internal string Column { get; }

    /// <summary>The features of the current row, valid until the next call.</summary>
    internal ref readonly VBuffer<float> Read()
    {
        _getter(ref _features);
        if (_width > 0 && _features.Length != _width)
        {
            throw new InvalidOperationException(
                $"Feature column '{Column}' gave a vector of {_features.Length} slots where its type promises {_width}.");
        }
        return ref _features;
    }

    private static ValueGetter<VBuffer<float>> KeyGetter(DataViewRow row, DataViewSchema.Column column, KeyDataViewType key) => Type.GetTypeCode(key.RawType) switch
    {
        TypeCode.Byte => KeyGetter<byte>(row, column, key),
        TypeCode.UInt16 => KeyGetter<ushort>(row, column, key),
        TypeCode.UInt32 => KeyGetter<uint>(row, column, key),
        _ => KeyGetter<ulong>(row, column, key),
    };

    private static ValueGetter<VBuffer<float>> KeyGetter<TKey>(DataViewRow row, DataViewSchema.Column column, KeyDataViewType type)
        where TKey : IBinaryInteger<TKey>
    {
        ValueGetter<VBuffer<TKey>> getter = row.GetGetter<VBuffer<TKey>>(column);
        VBuffer<TKey> keys = default;
        return (ref VBuffer<float> numbers) =>
        {
            getter(ref keys);
            ReadOnlySpan<TKey> values = keys.GetValues();
            VBufferEditor<float> editor = VBufferEditor.Create(ref numbers, keys.Length, values.Length);
            for (int index = 0; index < values.Length; index++)
            {
                ulong value = ulong.CreateChecked(values[index]);
                editor.Values[index] = value <= type.Count ? value : 0;
            }
            if (!keys.IsDense)
            {
                keys.GetIndices().CopyTo(editor.Indices);
            }
            numbers = editor.Commit();
        };
    }
}
