// Runs a sweep on a store, and writes a line when a trial begins and when it ends. Arguments: the store, the number of trials, and the milliseconds that each takes.
using System.Globalization;
using Microsoft.ML;
using MLNetDeep;
using SweepWorker;

int trials = int.Parse(args[1], CultureInfo.InvariantCulture), pause = int.Parse(args[2], CultureInfo.InvariantCulture);
MLContext ml = new(seed: 1);
IDataView rows = ml.Data.LoadFromEnumerable(Enumerable.Range(0, 200).Select(index => new Row { Features = [index % 7, index % 5], Label = index % 7 > 3 }).ToArray());
SweepOptions options = new() { Store = args[0], MaximumTrials = trials, TimeBudget = TimeSpan.FromSeconds(60), Progress = new Lines() };
using SweepResult result = ml.BinaryClassification.Sweep(rows, options)
    .Add("linear", (MLContext context, LinearOptions tried) =>
    {
        Thread.Sleep(pause);
        return context.BinaryClassification.Trainers.SdcaLogisticRegression(l2Regularization: tried.L2, maximumNumberOfIterations: 3);
    })
    .Run();
Console.WriteLine($"best {result.Best.Number} of {result.Trials.Count}");
