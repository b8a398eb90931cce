using System.Globalization;
using MLNetDeep;

namespace Sweeping;

/// <summary>What is said of a trial.</summary>
internal static class TrialText
{
    public static string Metric(SweepTrial? trial) => trial?.Metric is double metric ? metric.ToString("F4", CultureInfo.InvariantCulture) : "";

    /// <summary>The metric, or how it ended instead.</summary>
    public static string Outcome(SweepTrial trial) => trial.State == TrialState.Completed ? Metric(trial) : trial.State.ToString().ToLowerInvariant();

    /// <summary>The options that were searched, as JSON would be too long.</summary>
    public static string Options(SweepTrial trial) => trial.Options is MlpOptions o
        ? string.Create(CultureInfo.InvariantCulture, $"{o.HiddenLayerCount} layers of {o.HiddenLayerSize}, {o.Activation}, {o.NumberOfEpochs} epochs, learning rate {o.LearningRate:G2}, dropout {o.Dropout:F2}")
        : $"{trial.Options}".Split('{')[^1].TrimEnd('}').Trim();
}
