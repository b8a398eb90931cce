using MLNetDeep.Tasks;

namespace MLNetDeep;

/// <summary>A label for each row, in memory.</summary>
/// <param name="read">Reads the label of the cursor's row.</param>
/// <param name="expectedRows">The number of rows, if known.</param>
/// <param name="classCount">The number of classes; 0 in regression.</param>
/// <param name="skipped">Counts the rows without a label.</param>
internal sealed class RowLabels(LabelReader read, long? expectedRows, int classCount, SkippedRows skipped) : ILabelRows
{
    private readonly NativeList<float> _labels = new(ScalarType.Float32, expectedRows ?? 1024);
    private float _label;

    public LabelSummary Summary { get; } = new("training rows", classCount);

    public ReadOnlySpan<float> OfRows => _labels.Slice(0, checked((int)_labels.Count));

    public bool Read()
    {
        _label = read()[0];
        bool isKnown = !float.IsNaN(_label);
        skipped.WithoutLabel += isKnown ? 0 : 1;
        return isKnown;
    }

    public bool TryKeep(in VBuffer<float> features)
    {
        _labels.Add(_label);
        Summary.Add(_label);
        return true;
    }

    /// <summary>Targets take the memory of the labels, or leave it free.</summary>
    public ITargets Prepare(TrainingTask task, IFeatureBatches features, Tensor? weights, Device device, Action checkAlive)
    {
        using Tensor labels = _labels.ToTensor();
        Dispose();
        using Tensor there = labels.to(device), targets = task.Targets(there);
        return new RowTargets(targets.alias(), weights);
    }

    public void Dispose() => _labels.Dispose();
}
