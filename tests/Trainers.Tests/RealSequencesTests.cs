using System.Globalization;

namespace MLNetDeep.Tests;

/// <summary>What networks for sequences with default options reach on public series and sentences.</summary>
[TestClass]
public sealed class RealSequencesTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    [TestCategory("Slow")] // three fits
    [DataRow("JapaneseVowels", 0.95)] // rows of 7 to 29 steps
    [DataRow("BasicMotions", 0.92)]
    [DataRow("GunPoint", 0.90)]
    public void Series_WithDefaults_AreToldApart(string name, double least)
    {
        (IDataView train, int width) = Read($"ucr/{name}_TRAIN.ts");
        Microsoft.ML.Transforms.ValueToKeyMappingTransformer keys = _ml.Transforms.Conversion.MapValueToKey("Label").Fit(train);
        IDataView test = keys.Transform(Read($"ucr/{name}_TEST.ts").Rows);
        double Accuracy(int seed)
        {
            using DeepTransformer model = _ml.MulticlassClassification.Trainers.Rnn(new RnnOptions { FeaturesPerStep = width, Seed = seed }).Fit(keys.Transform(train));
            return _ml.MulticlassClassification.Evaluate(model.Transform(test)).MicroAccuracy;
        }

        double[] accuracies = [.. Enumerable.Range(1, 3).Select(Accuracy)];

        Console.WriteLine($"{name}: {string.Join(", ", accuracies.Select(accuracy => accuracy.ToString("F3", CultureInfo.InvariantCulture)))}");
        Assert.IsGreaterThanOrEqualTo(least, accuracies.Average());
    }

    [TestMethod]
    [TestCategory("Slow")] // three fits
    public void Sentences_WithDefaults_AreJudged()
    {
        (IDataView train, IDataView test) = Sentences();
        double Accuracy(int seed)
        {
            using TransformerChain<DeepTransformer> model = _ml.Transforms.Text.EncodeTokens("Features", "Text")
                .Append(_ml.BinaryClassification.Trainers.Rnn(new RnnOptions { Seed = seed })).Fit(train);
            return _ml.BinaryClassification.Evaluate(model.Transform(test)).Accuracy;
        }

        double[] accuracies = [.. Enumerable.Range(1, 3).Select(Accuracy)];

        Console.WriteLine($"SST-2, Rnn: {string.Join(", ", accuracies.Select(accuracy => accuracy.ToString("F3", CultureInfo.InvariantCulture)))}");
        Assert.IsGreaterThanOrEqualTo(0.80, accuracies.Average());
    }

    [TestMethod]
    [TestCategory("Slow")] // what the README compares with
    public void Sentences_ByTrainersOfMLNet_AreTheBar()
    {
        (IDataView train, IDataView test) = Sentences();
        ITransformer featurizer = _ml.Transforms.Text.FeaturizeText("Features", "Text").Fit(train);
        IDataView rows = _ml.Data.Cache(featurizer.Transform(train));
        double Accuracy(string name, IEstimator<ITransformer> trainer)
        {
            double accuracy = _ml.BinaryClassification.EvaluateNonCalibrated(trainer.Fit(rows).Transform(featurizer.Transform(test))).Accuracy;
            Console.WriteLine($"SST-2, {name}: {accuracy.ToString("F3", CultureInfo.InvariantCulture)}");
            return accuracy;
        }
        BinaryClassificationCatalog.BinaryClassificationTrainers trainers = _ml.BinaryClassification.Trainers;

        double[] accuracies =
        [
            Accuracy("LbfgsLogisticRegression", trainers.LbfgsLogisticRegression()),
            Accuracy("LbfgsLogisticRegression, L1 0, L2 0.1", trainers.LbfgsLogisticRegression(l1Regularization: 0, l2Regularization: 0.1f)),
            Accuracy("LightGbm", trainers.LightGbm()),
        ];

        Assert.IsTrue(accuracies.All(accuracy => accuracy is > 0.7 and < 0.82));
    }

    private (IDataView Train, IDataView Test) Sentences()
    {
        TextLoader.Options options = new() { Columns = [new("Text", DataKind.String, 0), new("Label", DataKind.Boolean, 1)] };
        return (_ml.Data.LoadFromTextFile(RealData.Path("sst2/train.tsv"), options), _ml.Data.LoadFromTextFile(RealData.Path("sst2/test.tsv"), options));
    }

    /// <summary>Series in sktime's text form, as rows of any length with the channels of a step side by side.</summary>
    private (IDataView Rows, int Width) Read(string file)
    {
        string[][] lines = [.. File.ReadLines(RealData.Path(file)).SkipWhile(line => line != "@data").Skip(1).Where(line => line.Length > 0).Select(line => line.Split(':'))];
        Series[] rows = [.. lines.Select(line => new Series(Interleaved(line[..^1]), line[^1]))];
        return (_ml.Data.LoadFromEnumerable(rows), lines[0].Length - 1);
    }

    private static float[] Interleaved(string[] channels)
    {
        float[][] numbers = [.. channels.Select(channel => channel.Split(',').Select(number => float.Parse(number, CultureInfo.InvariantCulture)).ToArray())];
        return [.. Enumerable.Range(0, numbers[0].Length).SelectMany(step => numbers.Select(channel => channel[step]))];
    }

    private sealed record Series(float[] Features, string Label);
}
