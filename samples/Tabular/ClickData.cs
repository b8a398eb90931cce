using Microsoft.ML;
using MLNetDeep;

namespace Tabular;

/// <summary>What the model adds to a <see cref="ClickRow"/>.</summary>
internal sealed class ClickPrediction
{
    public float Probability { get; set; }
    public bool PredictedLabel { get; set; }
}

/// <summary>Generated clicks as a data set.</summary>
internal static class ClickData
{
    public static DataSet Create(MLContext mlContext, CommandLine options)
    {
        List<ClickRow> rows = [.. Clicks.Rows(options.Rows ?? 40_000, options.Seed)];
        DataOperationsCatalog.TrainTestData split =
            mlContext.Data.TrainTestSplit(mlContext.Data.LoadFromEnumerable(rows), testFraction: 0.2, seed: options.Seed);
        return new DataSet
        {
            Description = $"""
                Data       {rows.Count} generated showings of advertisements; test rows: a fifth of them
                Label      clicked ({rows.Average(row => row.IsClicked ? 1.0 : 0):P1} of the rows) or not clicked; binary classification
                Columns    4 numeric, 4 categorical
                """,
            Task = TaskKind.BinaryClassification,
            Classes = ["not clicked", "clicked"],
            Train = split.TrainSet,
            Test = split.TestSet,
            Numbers = [nameof(ClickRow.Age), nameof(ClickRow.Hour), nameof(ClickRow.Bid), nameof(ClickRow.PastClicks)],
            Categories = [nameof(ClickRow.Site), nameof(ClickRow.Campaign), nameof(ClickRow.Device), nameof(ClickRow.City)],
        };
    }

    /// <summary>Asks the model for one row, as an application does.</summary>
    public static string PredictOne(MLContext mlContext, ITransformer model)
    {
        ClickRow row = new() { Age = 25, Hour = 20, Bid = 1, PastClicks = float.NaN, Site = "site0", Campaign = "campaign0", Device = "device0", City = "city7" };
        using PredictionEngine<ClickRow, ClickPrediction> engine = mlContext.Model.CreatePredictionEngine<ClickRow, ClickPrediction>(model);
        ClickPrediction prediction = engine.Predict(row);
        return $"{prediction.Probability:P1} for a click by somebody aged {row.Age} on {row.Site} at {row.Hour} o'clock";
    }
}
