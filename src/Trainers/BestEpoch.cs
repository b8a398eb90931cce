namespace MLNetDeep;

/// <summary>The epoch whose weights a fit will end with, and these.</summary>
internal sealed class BestEpoch(Learning learning)
{
    /// <summary>The weights.</summary>
    internal BestWeights Weights { get; } = new(learning.Network);

    /// <summary>Counted from 1; 0 for the initial weights.</summary>
    internal int Number { get; private set; }

    /// <summary>Its validation loss, or what says the same of the metric that decides.</summary>
    internal double Loss { get; private set; } = double.PositiveInfinity;

    /// <summary>Copies the weights if they are the best so far: of the lowest validation loss, or the best metric that decides; without validation, the latest finite ones.</summary>
    internal void Judge(EpochReport report)
    {
        double? loss = learning.Watch.Loss(report);
        bool isFinite = double.IsFinite(report.TrainingLoss) && double.IsFinite(report.ValidationLoss ?? 0);
        if (isFinite && (loss is null || loss < Loss))
        {
            Loss = loss ?? Loss;
            Number = report.Epoch;
            Weights.Keep();
        }
    }

    /// <summary>Goes on from a checkpoint.</summary>
    internal void Resume(CheckpointHeader checkpoint) => (Number, Loss) = (checkpoint.BestEpoch, checkpoint.BestLoss);
}
