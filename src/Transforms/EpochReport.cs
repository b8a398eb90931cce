using System.Text.Json.Serialization;

namespace MLNetDeep;

/// <summary>What one epoch of training achieved.</summary>
public sealed record EpochReport
{
    // What is required has a text of a hundred bytes in a model file, so that a small file cannot hold millions of epochs.

    /// <summary>The epoch, counted from 1.</summary>
    [JsonRequired]
    public int Epoch { get; init; }

    /// <summary>The number of epochs asked for; training may end sooner.</summary>
    [JsonRequired]
    public int NumberOfEpochs { get; init; }

    /// <summary>The mean loss over the training rows while they were learned from, row weights respected.</summary>
    [JsonRequired]
    public double TrainingLoss { get; init; }

    /// <summary>The mean loss over the validation rows after the epoch, or <see langword="null"/> without validation rows.</summary>
    /// <value>The loss that is minimized: unless the options say otherwise, log-loss in nats for classification, and mean squared error in units of the training labels' variance for regression.</value>
    public double? ValidationLoss { get; init; }

    /// <summary>Accuracy (classification) or R² (regression) over the validation rows, or <see langword="null"/> without validation rows.</summary>
    public double? ValidationMetric { get; init; }

    /// <summary>What <see cref="DeepTrainerOptions.Metrics"/> asks for, and metrics of the user's own; none without validation rows.</summary>
    public IReadOnlyList<MetricValue> Metrics { get; init; } = [];

    /// <summary>The learning rate at the end of the epoch.</summary>
    [JsonRequired]
    public double LearningRate { get; init; }

    /// <summary>The time since training began.</summary>
    [JsonRequired]
    public TimeSpan Elapsed { get; init; }
}
