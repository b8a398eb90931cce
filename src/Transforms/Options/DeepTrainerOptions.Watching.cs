using System.Text.Json.Serialization;

namespace MLNetDeep;

// What is measured of each epoch, and what ends training.
public abstract partial record DeepTrainerOptions
{
    /// <summary>What each epoch is measured by over the validation rows, beside the loss, under the names of ML.NET.</summary>
    /// <value>
    /// Any of Accuracy, AreaUnderRocCurve, F1Score and LogLoss for two classes; MicroAccuracy, MacroAccuracy and LogLoss for several; RSquared,
    /// RootMeanSquaredError and MeanAbsoluteError in regression. The default is <see langword="null"/>: none of them.
    /// </value>
    /// <remarks>Values are those of ML.NET's evaluators, but by row weight. Metrics of your own go to <c>DeepTrainer.WithMetric</c>.</remarks>
    public IReadOnlyList<string>? Metrics { get; init; }

    /// <summary>The metric that decides when to stop, and which epoch's weights are kept.</summary>
    /// <value>A name as in <see cref="Metrics"/>, or of a metric of your own. The default is <see langword="null"/>: the validation loss.</value>
    public string? EarlyStoppingMetric { get; init; }

    /// <summary>Whether probabilities are set right with the validation rows, by one number that all outputs are divided by.</summary>
    /// <value>The default is <see langword="false"/>. Regression refuses it.</value>
    /// <remarks>Temperature scaling (Guo et al. 2017, arXiv 1706.04599). The order of rows by probability, and what is predicted, stay as they are. <see cref="TrainingHistory.Calibration"/> tells what it brought.</remarks>
    public bool CalibrateProbabilities { get; init; }

    /// <summary>Is asked after each epoch whether training shall end there, on the thread that fits; the best weights are kept, as always.</summary>
    /// <value>The default is <see langword="null"/>. Not serialized.</value>
    [JsonIgnore]
    public Func<EpochReport, bool>? StopWhen { get; init; }

    private void CheckWatching()
    {
        Require.That(Metrics is null || Metrics.All(name => !string.IsNullOrEmpty(name)), nameof(Metrics), Metrics is null ? null : $"[{string.Join(", ", Metrics)}]", "names of metrics, or null for none");
        Require.That(EarlyStoppingMetric != "", nameof(EarlyStoppingMetric), EarlyStoppingMetric, "the name of a metric, or null for the validation loss");
    }
}
