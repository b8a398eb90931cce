using System.Diagnostics;
using System.Globalization;
using Microsoft.ML;
using Tabular;

namespace MLNetDeep.Benchmarks.Tabular;

/// <summary>What a learner reached on the test rows of a set.</summary>
/// <param name="Metric">Its name: AUC, accuracy or R²; more is better.</param>
/// <param name="Value">The metric.</param>
/// <param name="Second">The name of a second one: log-loss or RMSE; less is better.</param>
/// <param name="SecondValue">The second metric.</param>
/// <param name="FitSeconds">How long the fit of the whole pipeline took.</param>
internal sealed record TabularScore(string Metric, double Value, string Second, double SecondValue, double FitSeconds)
{
    internal static TabularScore Of(MLContext context, DataSet data, Learner learner, int seed)
    {
        Stopwatch clock = Stopwatch.StartNew();
        ITransformer model = learner.Pipeline(context, data, seed).Fit(data.Train);
        clock.Stop();
        IReadOnlyList<(string Name, double Value)> metrics = Trainers.Evaluate(context, data.Task, model.Transform(data.Test));
        (model as IDisposable)?.Dispose();
        return new TabularScore(metrics[0].Name, metrics[0].Value, metrics[^1].Name, metrics[^1].Value, clock.Elapsed.TotalSeconds);
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Metric} {Value:F4}  {Second} {SecondValue:G5}  {FitSeconds:F1} s");
}
