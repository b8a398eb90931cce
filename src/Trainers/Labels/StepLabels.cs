using MLNetDeep.Networks;
using MLNetDeep.Tasks;

namespace MLNetDeep;

/// <summary>A label for each step: those of all rows behind each other, in memory or in a file. Of cut rows, those of the steps that are left.</summary>
/// <param name="read">Reads the labels of the cursor's row.</param>
/// <param name="form">Which steps a row has.</param>
/// <param name="expectedSteps">The number of all steps, if known.</param>
/// <param name="classCount">The number of classes; 0 in regression.</param>
/// <param name="budget">The memory for all rows.</param>
/// <param name="skipped">Counts the rows whose labels teach nothing.</param>
internal sealed class StepLabels(LabelReader read, SequenceForm form, long? expectedSteps, int classCount, RowBudget budget, SkippedRows skipped) : ILabelRows
{
    private readonly DenseRows _labels = new(width: 1, expectedSteps, budget);
    private float[] _row = [];
    private int _count; // of the row's labels

    public LabelSummary Summary { get; } = new("steps of the training rows", classCount);

    public ReadOnlySpan<float> OfRows => [];

    public string? Remark => Summary.Count == _labels.Count ? null
        : $"{_labels.Count - Summary.Count} of {_labels.Count} steps are skipped for a missing or infinite value in label column '{skipped.Columns.Label.Name}'.";

    /// <summary>Whether there is a label, the steps tell.</summary>
    public bool Read()
    {
        ReadOnlySpan<float> labels = read();
        _count = labels.Length;
        if (_row.Length < _count)
        {
            _row = new float[Math.Max(_count, 2 * _row.Length)];
        }
        labels.CopyTo(_row);
        return true;
    }

    public bool TryKeep(in VBuffer<float> features)
    {
        KeptSteps kept = form.Kept(features);
        if (_count != kept.Slots)
        {
            skipped.WithOtherLength++;
            return false;
        }
        long before = Summary.Count;
        ReadOnlySpan<float> labels = _row.AsSpan(kept.First, kept.Count);
        foreach (float label in labels)
        {
            if (!float.IsNaN(label))
            {
                Summary.Add(label);
            }
        }
        if (Summary.Count == before)
        {
            skipped.WithoutLabel++;
            return false;
        }
        _labels.Add(labels);
        return true;
    }

    public ITargets Prepare(TrainingTask task, IFeatureBatches features, Tensor? weights, Device device, Action checkAlive) =>
        new StepTargets(_labels.Prepare(new NoScaling(), device, checkAlive), (SequenceBatches)features, task, weights);

    public void Dispose() => _labels.Dispose();
}
