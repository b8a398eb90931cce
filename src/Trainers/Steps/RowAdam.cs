using MLNetDeep.Networks;

namespace MLNetDeep;

/// <summary>Adam for the rows of a table that a batch took; the others, and their moments, stay as they are (Kingma and Ba 2015, arXiv 1412.6980).</summary>
/// <remarks>Without weight decay, which would have to touch all rows. Bias correction counts the steps of the table, as LibTorch's SparseAdam does.</remarks>
internal sealed class RowAdam(RowTable table) : IOptimizer
{
    private readonly Tensor _mean = zeros_like(table.Values);
    private readonly Tensor _variance = zeros_like(table.Values);
    private readonly Scalar _keptMean = AdamW.Beta1;
    private readonly Scalar _shareOfMean = 1 - AdamW.Beta1;
    private readonly Scalar _keptVariance = AdamW.Beta2;
    private readonly Scalar _shareOfVariance = 1 - AdamW.Beta2;
    private readonly Scalar _epsilon = AdamW.Epsilon;
    private readonly Scalar _one = 1;
    private long _step;

    public IReadOnlyList<Tensor> State => [_mean, _variance];

    public long StepCount
    {
        get => _step;
        set => _step = value;
    }

    public void Step(double learningRate)
    {
        _step++;
        using Scalar bias = Math.Sqrt(1 - Math.Pow(AdamW.Beta2, _step));
        using Scalar step = (float)(-learningRate / (1 - Math.Pow(AdamW.Beta1, _step)));
        Tensor gradient = table.Gradient;
        Tensor mean = _mean.index_select(0, table.Rows).mul_(_keptMean).add_(gradient, _shareOfMean);
        Tensor variance = _variance.index_select(0, table.Rows).mul_(_keptVariance).addcmul_(gradient, gradient, _shareOfVariance);
        _mean.index_copy_(0, table.Rows, mean);
        _variance.index_copy_(0, table.Rows, variance);
        table.Values.index_add_(0, table.Rows, mean.div_(variance.sqrt_().div_(bias).add_(_epsilon, _one)), step);
    }
}
