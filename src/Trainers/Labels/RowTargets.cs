namespace MLNetDeep;

/// <summary>A target for each row.</summary>
/// <param name="targets">Shape [N].</param>
/// <param name="weights">The weight of each row, shape [N], or none.</param>
internal sealed class RowTargets(Tensor targets, Tensor? weights) : ITargets
{
    public Batch Batch(Tensor features, Tensor rows) => new(features, targets.index_select(0, rows), weights?.index_select(0, rows));
}
