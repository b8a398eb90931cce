namespace MLNetDeep;

/// <summary>What one epoch of training achieved.</summary>
public sealed record EpochReport
{
    /// <summary>The epoch, counted from 1.</summary>
    public int Epoch { get; init; }

    /// <summary>The number of epochs asked for; training may end sooner.</summary>
    public int NumberOfEpochs { get; init; }

    /// <summary>The mean loss over the training rows while they were learned from, row weights respected.</summary>
    public double TrainingLoss { get; init; }

    /// <summary>The mean loss over the validation rows after the epoch, or <see langword="null"/> without validation rows.</summary>
    /// <value>Log-loss in nats for classification; mean squared error in units of the training labels' variance for regression.</value>
    public double? ValidationLoss { get; init; }

    /// <summary>Accuracy (classification) or R² (regression) over the validation rows, or <see langword="null"/> without validation rows.</summary>
    public double? ValidationMetric { get; init; }

    /// <summary>The learning rate at the end of the epoch.</summary>
    public double LearningRate { get; init; }

    /// <summary>The time since training began.</summary>
    public TimeSpan Elapsed { get; init; }
}
