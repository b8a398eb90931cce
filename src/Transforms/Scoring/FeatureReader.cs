namespace MLNetDeep;

/// <summary>Reads the feature vector of a row, dense or sparse, and checks its length.</summary>
internal sealed class FeatureReader
{
    private readonly ValueGetter<VBuffer<float>> _getter;
    private readonly string _column;
    private readonly int _width;
    private VBuffer<float> _features;

    internal FeatureReader(DataViewRow row, DataViewSchema.Column column)
    {
        _getter = row.GetGetter<VBuffer<float>>(column);
        _column = column.Name;
        _width = ((VectorDataViewType)column.Type).Size;
    }

    /// <summary>The features of the current row, valid until the next call.</summary>
    internal ref readonly VBuffer<float> Read()
    {
        _getter(ref _features);
        if (_features.Length != _width)
        {
            throw new InvalidOperationException(
                $"Feature column '{_column}' gave a vector of {_features.Length} slots where its type promises {_width}.");
        }
        return ref _features;
    }
}
