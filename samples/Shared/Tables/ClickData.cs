using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep;

namespace Samples;

/// <summary>One showing of an advertisement; NaN is missing.</summary>
internal sealed class ClickRow
{
    public float Age { get; set; }
    public float Hour { get; set; }
    public float Bid { get; set; }
    public float PastClicks { get; set; }
    public string Site { get; set; } = "";
    public string Campaign { get; set; } = "";
    public string Device { get; set; } = "";
    public string City { get; set; } = "";

    [ColumnName(DataSet.Label)]
    public bool IsClicked { get; set; }
}

/// <summary>What the model adds to a <see cref="ClickRow"/>.</summary>
internal sealed class ClickPrediction
{
    public float Probability { get; set; }
    public bool PredictedLabel { get; set; }
}

/// <summary>Generated clicks. Whether somebody clicks depends on pairs of columns, which a linear model cannot see.</summary>
internal static class ClickData
{
    private const int SiteCount = 200, CampaignCount = 40, DeviceCount = 24, CityCount = 400, TopicCount = 3;

    public static DataSet Create(MLContext mlContext, TableSource options)
    {
        List<ClickRow> rows = Rows(options.Rows, options.Seed);
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

    private static List<ClickRow> Rows(int count, int seed)
    {
        Random random = new(seed);
        double[] siteAppeal = Draw(random, SiteCount), campaignAppeal = Draw(random, CampaignCount), cityAppeal = Draw(random, CityCount);
        List<ClickRow> rows = new(count);
        for (int i = 0; i < count; i++)
        {
            int site = LongTail(random, SiteCount), campaign = LongTail(random, CampaignCount);
            int device = LongTail(random, DeviceCount), city = LongTail(random, CityCount);
            double age = random.Next(18, 80), hour = random.Next(24), bid = 0.1 + 2 * random.NextDouble();
            int pastClicks = (int)(12 * Math.Pow(random.NextDouble(), 4));

            int topic = campaign % TopicCount;
            double targetAge = 25 + 20 * topic;
            double bestHour = device % 2 == 0 ? 20 : 9; // phones in the evening, desktops in the morning
            double logOdds = -5.5
                + (site % TopicCount == topic ? 3 : 0)
                + 3.5 * Math.Exp(-Math.Pow((age - targetAge) / 12, 2))
                + 1.5 * Math.Cos((hour - bestHour) * Math.Tau / 24)
                + 0.5 * Math.Log(1 + pastClicks)
                + 0.3 * bid + siteAppeal[site] + campaignAppeal[campaign] + 0.5 * cityAppeal[city];
            rows.Add(new ClickRow
            {
                Age = random.NextDouble() < 0.1 ? float.NaN : (float)age,
                Hour = (float)hour,
                Bid = (float)bid,
                PastClicks = random.NextDouble() < 0.2 ? float.NaN : pastClicks,
                Site = $"site{site}",
                Campaign = $"campaign{campaign}",
                Device = $"device{device}",
                City = $"city{city}",
                IsClicked = random.NextDouble() < 1 / (1 + Math.Exp(-logOdds)),
            });
        }
        return rows;
    }

    private static double[] Draw(Random random, int count)
    {
        double[] values = new double[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = 2 * random.NextDouble() - 1;
        }
        return values;
    }

    /// <summary>A number below the count; small ones are much more frequent.</summary>
    private static int LongTail(Random random, int count) => (int)(count * Math.Pow(random.NextDouble(), 3));
}
