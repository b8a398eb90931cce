namespace MLNetDeep.Tests;

[TestClass]
public sealed class SummaryTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Summary_OfAnMlp_HasALineForEachLayer()
    {
        using DeepTransformer model = _ml.MulticlassClassification.Trainers.Mlp(new MlpOptions { HiddenLayerSizes = [8, 5], NumberOfEpochs = 1 }).Fit(ToyData.Multiclass(_ml));

        Assert.AreSequenceEqual(
            [
                "scaling        Where, Sub, Mul     [N, 4]   8",
                "hidden.0       Gemm                [N, 8]  40",
                "hidden.0.norm  BatchNormalization  [N, 8]  32",
                "hidden.1       Gemm                [N, 5]  45",
                "hidden.1.norm  BatchNormalization  [N, 5]  20",
                "output         Gemm                [N, 3]  18",
                "163 parameters, for MulticlassClassification with 3 classes",
            ],
            model.Summary().ReplaceLineEndings("\n").TrimEnd().Split('\n'));
    }

    [TestMethod]
    [DynamicData(nameof(TrainerCase.All), typeof(TrainerCase))]
    public void Summary_OfAnyModel_CountsTheNumbersOfItsLayers(TrainerCase trainer)
    {
        using DeepTransformer model = trainer.Fit(_ml);

        string[] lines = model.Summary().ReplaceLineEndings("\n").TrimEnd().Split('\n');
        long[] counts = [.. lines[..^1].Select(line => long.Parse(line.Split(' ')[^1].Replace(",", "", StringComparison.Ordinal), System.Globalization.CultureInfo.InvariantCulture))];
        Assert.IsGreaterThan(1, counts.Length);
        Assert.StartsWith(FormattableString.Invariant($"{counts.Sum():N0} parameters, for {trainer.Task}"), lines[^1]);
    }
}
