using MLNetDeep.Tasks;

namespace MLNetDeep;

/// <summary>A target for each step that has a label.</summary>
/// <param name="labels">The labels of all steps, NaN for a missing one.</param>
/// <param name="sequences">The rows that they belong to.</param>
/// <param name="task">Makes targets of them.</param>
/// <param name="weights">The weight of each row, shape [N], which each of its steps has; or none.</param>
internal sealed class StepTargets(IFeatureBatches labels, SequenceBatches sequences, TrainingTask task, Tensor? weights) : ITargets
{
    public long BytesInFile => labels.BytesInFile;

    public Batch Batch(Tensor features, Tensor rows)
    {
        (Tensor values, Tensor isStep) = sequences.Steps(labels, rows);
        Tensor all = values.view(-1);
        Tensor places = all.isnan().logical_not().logical_and(isStep.view(-1)).nonzero().squeeze(1);
        Tensor? ofSteps = weights?.index_select(0, rows).unsqueeze(1).expand(isStep.shape).reshape(-1).index_select(0, places);
        return new Batch(features, task.Targets(all.index_select(0, places)), ofSteps) { Places = places };
    }
}
