using MLNetDeep.Networks;
using MLNetDeep.Onnx;

namespace MLNetDeep;

/// <summary>Sequences: the steps of all rows behind each other, and where each row begins. A token is a step of one number.</summary>
internal sealed class SequenceRows : IFeatureRows
{
    private const long StepsToLearnFrom = 1 << 16; // of more, quartiles differ by less than a thousandth of their range
    private const long MaximumSteps = int.MaxValue;

    private readonly SequenceShape _shape;
    private readonly DenseRows _steps;
    private readonly NativeList<long> _starts; // where each row begins and the last one ends
    private float[] _row = [];
    private long _truncated;

    /// <param name="shape">What a row is.</param>
    /// <param name="expectedRows">The number of rows, if known.</param>
    /// <param name="budget">The memory for all rows.</param>
    internal SequenceRows(SequenceShape shape, long? expectedRows, RowBudget budget)
    {
        _shape = shape;
        _steps = new DenseRows(shape.Form.Width, expectedRows * shape.Steps, budget);
        _starts = new NativeList<long>(ScalarType.Int64, (expectedRows ?? 1024) + 1);
        _starts.Add(0);
    }

    public long Count => _starts.Count - 1;

    public int Width => _shape.FeatureCount;

    public IReadOnlyList<long?> OutputAxes => _shape.HasStepLabels ? [_shape.Steps] : [];

    public string? Remark => _truncated == 0 ? null
        : $"{_truncated} of {Count} rows have more than {_shape.Form.MaximumLength} steps, {nameof(RnnOptions.MaximumLength)}, and are cut: {_shape.Form.Truncation}.";

    /// <exception cref="InvalidOperationException">The last step is cut off, or there are too many.</exception>
    public void Add(in VBuffer<float> row)
    {
        _steps.Add(_shape.Form.Steps(row, ref _row, out KeptSteps kept));
        _starts.Add(_steps.Count);
        _truncated += kept.IsTruncated ? 1 : 0;
        if (_steps.Count > MaximumSteps)
        {
            throw new InvalidOperationException(FormattableString.Invariant(
                $"The first {Count:N0} rows of feature column '{_shape.Form.Column}' have more than {MaximumSteps:N0} steps together. Take a sample of the rows, or set a smaller {nameof(RnnOptions.MaximumLength)}."));
        }
    }

    /// <remarks>Rows of one length are an input like any features, [N, D]; others have a mask beside them.</remarks>
    public string ToOnnx(OnnxGraphBuilder graph)
    {
        if (_shape.Steps is int steps)
        {
            return graph.Node("Reshape", [graph.Input(DeepGraph.Input, Width), graph.Constant([-1, steps, _shape.Form.Width])]);
        }
        foreach (OnnxValue input in DeepGraph.Inputs(_shape.Form.Kind, _shape.Form.Width))
        {
            graph.Input(input);
        }
        return _shape.Form.Kind == SequenceKind.Tokens ? DeepGraph.Tokens : DeepGraph.Input;
    }

    public void Check(OnnxModel model)
    {
        if (_shape.Kind is { } kind)
        {
            OnnxValidator.Check(model, kind, Width);
        }
        else
        {
            OnnxValidator.Check(model, DeepGraph.Input, Width);
        }
    }

    public ILayer LearnScaling(Tensor rows, Device device, Action checkAlive)
    {
        if (_shape.Form.Kind == SequenceKind.Tokens)
        {
            return new NoScaling();
        }
        using Tensor sample = Sample(rows.Elements<int>());
        return Quartiles.Learn(_steps, sample, device, checkAlive);
    }

    public IFeatureBatches Prepare(ILayer scaling, Device device, Action checkAlive)
    {
        IFeatureBatches steps = _steps.Prepare(scaling, device, checkAlive);
        using Tensor starts = _starts.ToTensor();
        return new SequenceBatches(steps, starts, _shape, device);
    }

    public void Dispose()
    {
        _starts.Dispose();
        _steps.Dispose();
    }

    /// <summary>Every so many steps of some rows, shape [steps], of Int32.</summary>
    private Tensor Sample(ReadOnlySpan<int> rows)
    {
        long all = 0;
        foreach (int row in rows)
        {
            all += Steps(row).Count;
        }
        long distance = (all + StepsToLearnFrom - 1) / StepsToLearnFrom, next = 0;
        List<int> sample = [];
        foreach (int row in rows)
        {
            (long first, long count) = Steps(row);
            for (; next < count; next += distance)
            {
                sample.Add((int)(first + next));
            }
            next -= count;
        }
        return tensor(sample.ToArray());
    }

    private (long First, long Count) Steps(long row)
    {
        ReadOnlySpan<long> bounds = _starts.Slice(row, 2);
        return (bounds[0], bounds[1] - bounds[0]);
    }
}
