using Microsoft.ML;
using Microsoft.ML.Data;

namespace BatchScoring;

/// <summary>Copies the score columns of the current row into those of a file.</summary>
/// <param name="row">The row with its scores.</param>
/// <param name="capacity">The most rows of a file.</param>
internal sealed class ScoreReader(DataViewRow row, int capacity)
{
    private readonly List<ScoreColumn> _columns = [];
    private readonly List<Action<int>> _reads = [];

    public IReadOnlyList<ScoreColumn> Columns => _columns;

    /// <summary>Adds a column, or those for the slots of a vector.</summary>
    public void Add(DataViewSchema.Column column)
    {
        switch (column.Type)
        {
            case NumberDataViewType: AddScalar<float>(column); break;
            case BooleanDataViewType: AddScalar<bool>(column); break;
            case KeyDataViewType: AddKey(column); break;
            case VectorDataViewType { IsKnownSize: true, ItemType: NumberDataViewType } vector: AddVector(column, vector.Size); break;
            default: throw new InputException($"The model gives '{column.Name}' as a {column.Type}, which is no column of a table.");
        }
    }

    public void Read(int index) => _reads.ForEach(read => read(index));

    private void AddScalar<T>(DataViewSchema.Column column)
    {
        ValueGetter<T> getter = row.GetGetter<T>(column);
        T[] values = Values<T>(column.Name);
        _reads.Add(index => getter(ref values[index]));
    }

    /// <summary>A key as what it stands for.</summary>
    private void AddKey(DataViewSchema.Column column)
    {
        ValueGetter<uint> getter = row.GetGetter<uint>(column);
        string[] names = column.Annotations.Schema.GetColumnOrNull("KeyValues") is { Type: VectorDataViewType { ItemType: TextDataViewType } } ? Names(column, "KeyValues") : [];
        string[] values = Values<string>(column.Name);
        uint key = 0;
        _reads.Add(index =>
        {
            getter(ref key);
            values[index] = key == 0 ? "" : key <= names.Length ? names[key - 1] : $"{key}";
        });
    }

    private void AddVector(DataViewSchema.Column column, int size)
    {
        ValueGetter<VBuffer<float>> getter = row.GetGetter<VBuffer<float>>(column);
        string[] names = column.HasSlotNames() ? Names(column, "SlotNames") : [.. Enumerable.Range(0, size).Select(slot => $"{slot}")];
        float[][] slots = [.. names.Select(name => Values<float>($"{column.Name}.{name}"))];
        VBuffer<float> vector = default;
        _reads.Add(index =>
        {
            getter(ref vector);
            for (int slot = 0; slot < slots.Length; slot++)
            {
                slots[slot][index] = vector.GetItemOrDefault(slot);
            }
        });
    }

    private T[] Values<T>(string name)
    {
        T[] values = new T[capacity];
        _columns.Add(new ScoreColumn(name, values));
        return values;
    }

    private static string[] Names(DataViewSchema.Column column, string annotation)
    {
        VBuffer<ReadOnlyMemory<char>> names = default;
        column.Annotations.GetValue(annotation, ref names);
        return [.. names.DenseValues().Select(name => name.ToString())];
    }
}
