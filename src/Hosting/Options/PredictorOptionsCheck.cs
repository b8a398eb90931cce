using System.Globalization;
using Microsoft.Extensions.Options;

namespace MLNetDeep;

/// <summary>Checks the options of predictors: all that are wrong are named at once.</summary>
internal sealed class PredictorOptionsCheck : IValidateOptions<PredictorOptions>
{
    public ValidateOptionsResult Validate(string? name, PredictorOptions options)
    {
        string?[] checks =
        [
            Check(!string.IsNullOrWhiteSpace(options.ModelPath), nameof(options.ModelPath), "the path of a model file", options.ModelPath),
            Check(IsWithin(options.PollingInterval, TimeSpan.FromTicks(1), TimeSpan.FromDays(1)), nameof(options.PollingInterval), "positive and at most a day", options.PollingInterval),
            Check(IsWithin(options.SettleTime, TimeSpan.Zero, TimeSpan.FromHours(1)), nameof(options.SettleTime), "0 to an hour", options.SettleTime),
            Check(options.MaximumBatchSize is >= 1 and <= 256, nameof(options.MaximumBatchSize), "1 to 256", options.MaximumBatchSize),
            Check(IsWithin(options.MaximumDelay, TimeSpan.Zero, TimeSpan.FromSeconds(1)), nameof(options.MaximumDelay), "0 to a second", options.MaximumDelay),
            Check(options.MaximumQueueLength >= 0, nameof(options.MaximumQueueLength), "at least 0", options.MaximumQueueLength),
            Check(IsWithin(options.QueueTimeout, TimeSpan.FromTicks(1), TimeSpan.FromHours(1)), nameof(options.QueueTimeout), "positive and at most an hour", options.QueueTimeout),
            Check(
                options.Execution is null or { NumberOfThreads: >= 0 },
                $"{nameof(options.Execution)}.{nameof(ExecutionOptions.NumberOfThreads)}", "at least 0", options.Execution?.NumberOfThreads ?? 0),
        ];
        string[] failures = [.. checks.OfType<string>().Select(failure => $"Predictor '{name}': {failure}")];
        return failures.Length > 0 ? ValidateOptionsResult.Fail(failures) : ValidateOptionsResult.Success;
    }

    private static bool IsWithin(TimeSpan value, TimeSpan least, TimeSpan most) => value >= least && value <= most;

    private static string? Check(bool holds, string option, string expectation, object value) =>
        holds ? null : string.Create(CultureInfo.InvariantCulture, $"{option} must be {expectation}. Actual value was '{value}'.");
}
