using MLNetDeep.Networks;

namespace MLNetDeep;

/// <summary>Gradient descent with Nesterov's momentum for the rows of a table that a batch took; the others, and their velocities, stay as they are.</summary>
/// <param name="table">The weights.</param>
/// <param name="momentum">The share of a step that is kept in the next of the same row, in [0, 1).</param>
internal sealed class RowSgd(RowTable table, double momentum) : IOptimizer
{
    private readonly Tensor _velocity = zeros_like(table.Values);
    private readonly Scalar _momentum = momentum;
    private readonly Scalar _one = 1;

    public IReadOnlyList<Tensor> State => [_velocity];

    public long StepCount { get; set; }

    public void Step(double learningRate)
    {
        using Scalar step = (float)-learningRate;
        Tensor velocity = _velocity.index_select(0, table.Rows).mul_(_momentum).add_(table.Gradient, _one);
        _velocity.index_copy_(0, table.Rows, velocity);
        table.Values.index_add_(0, table.Rows, table.Gradient.add(velocity, _momentum), step);
    }
}
