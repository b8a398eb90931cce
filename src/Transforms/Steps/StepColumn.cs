using System.Reflection;

namespace MLNetDeep;

/// <summary>A column of vectors, of which each step has an element or several side by side.</summary>
internal abstract class StepColumn
{
    private const BindingFlags Constructor = BindingFlags.Public | BindingFlags.Instance | BindingFlags.DoNotWrapExceptions;

    internal abstract string Name { get; }

    /// <param name="rows">The rows.</param>
    /// <param name="column">The column of them.</param>
    /// <param name="width">The elements of a step as a vector; 0 where it has one, as a value.</param>
    internal static StepColumn Of(DataViewRow rows, DataViewSchema.Column column, int width) => (StepColumn)Activator.CreateInstance(
        typeof(StepColumn<>).MakeGenericType(column.Type.Item().RawType), Constructor, binder: null, [rows, column, width], culture: null)!;

    /// <summary>How many elements a step has.</summary>
    internal abstract int PerStep { get; }

    /// <summary>Reads the vector of the current row, and returns how many elements it has.</summary>
    internal abstract int Read();

    /// <summary>Whether a step's value is a missing key, or no number.</summary>
    internal abstract bool IsMissing(int step);

    /// <summary>A <c>ValueGetter</c> for the step that <paramref name="current"/> names.</summary>
    internal abstract Delegate Getter(Func<int> current);
}

/// <inheritdoc cref="StepColumn"/>
internal sealed class StepColumn<T>(DataViewRow rows, DataViewSchema.Column column, int width) : StepColumn
{
    private readonly ValueGetter<VBuffer<T>> _getter = rows.GetGetter<VBuffer<T>>(column);
    private readonly bool _areKeys = column.Type.Item() is KeyDataViewType;
    private VBuffer<T> _row;
    private T[] _values = [];

    internal override string Name => column.Name;

    internal override int PerStep => Math.Max(1, width);

    internal override int Read()
    {
        _getter(ref _row);
        if (_values.Length < _row.Length)
        {
            _values = new T[_row.Length];
        }
        _row.CopyTo(_values);
        return _row.Length;
    }

    internal override bool IsMissing(int step) =>
        _values[step] is float number ? !float.IsFinite(number) : _areKeys && EqualityComparer<T>.Default.Equals(_values[step], default);

    internal override Delegate Getter(Func<int> current)
    {
        if (width == 0)
        {
            return (ValueGetter<T>)((ref T value) => value = _values[current()]);
        }
        return (ValueGetter<VBuffer<T>>)((ref VBuffer<T> value) =>
        {
            VBufferEditor<T> editor = VBufferEditor.Create(ref value, width);
            _values.AsSpan(current() * width, width).CopyTo(editor.Values);
            value = editor.Commit();
        });
    }
}
