namespace MLNetDeep;

/// <summary>Copies the feature vector of a row, dense or sparse, into a span.</summary>
internal sealed class FeatureReader
{
    private readonly ValueGetter<VBuffer<float>> _getter;
    private readonly string _column;
    private VBuffer<float> _features;

    internal FeatureReader(DataViewRow row, DataViewSchema.Column column)
    {
        _getter = row.GetGetter<VBuffer<float>>(column);
        _column = column.Name;
    }

    internal void Read(Span<float> features)
    {
        _getter(ref _features);
        if (_features.Length != features.Length)
        {
            throw new InvalidOperationException(
                $"Feature column '{_column}' gave a vector of {_features.Length} slots where its type promises {features.Length}.");
        }
        _features.CopyTo(features);
    }
}
