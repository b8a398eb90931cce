namespace MLNetDeep.Tests;

/// <summary>What a network learned of ten digits helps it to tell five of them apart by fifty rows.</summary>
[TestClass]
public sealed class DigitsTransferTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Transfer_OfTenDigitsToFive_BeatsTrainingFromScratch()
    {
        (IDataView train, IDataView test) = RealData.Digits(_ml);
        ToyRow<float>[] rows = [.. Rows(train)];
        ToyRow<float>[] few = [.. rows.Where(IsChosen).GroupBy(row => row.Label).SelectMany(digit => digit.TakeLast(10))];
        using DeepTransformer ten = _ml.MulticlassClassification.Trainers.Mlp(new MlpOptions { HiddenLayerSizes = [64, 32], NumberOfEpochs = 20, Seed = 1 })
            .Fit(Keys([.. rows.Except(few)], row => $"{row.Label}"));
        IDataView fifty = Keys(few, Name), unseen = Keys([.. Rows(test).Where(IsChosen)], Name);
        double Accuracy(int seed, DeepTransformer? initial)
        {
            MlpOptions options = (MlpOptions)ten.Options with { NumberOfEpochs = 40, ValidationFraction = 0, Seed = seed, InitialModel = initial, FreezeLayers = initial is null ? null : ["hidden.*"] };
            using DeepTransformer model = _ml.MulticlassClassification.Trainers.Mlp(options).Fit(fifty);
            return _ml.MulticlassClassification.Evaluate(model.Transform(unseen)).MicroAccuracy;
        }

        double scratch = Enumerable.Range(1, 3).Average(seed => Accuracy(seed, null)), transferred = Enumerable.Range(1, 3).Average(seed => Accuracy(seed, ten));
        Console.WriteLine($"From scratch {scratch:F3}, transferred {transferred:F3}.");
        Assert.IsGreaterThan(scratch + 0.05, transferred);
    }

    /// <summary>Whether a row is of one of the five.</summary>
    private static bool IsChosen(ToyRow<float> row) => row.Label % 2 == 0;

    /// <summary>Names that the model of ten digits does not know, so that its last layer is of no use.</summary>
    private static string Name(ToyRow<float> row) => $"digit {row.Label}";

    private IDataView Keys(ToyRow<float>[] rows, Func<ToyRow<float>, string> name) =>
        ToyData.Keys(_ml, [.. rows.Select(row => new ToyRow<string>(row.Features, name(row)))]);

    private static IEnumerable<ToyRow<float>> Rows(IDataView view) => view.GetColumn<float[]>("Features")
        .Zip(view.GetColumn<uint>("Label"), (features, key) => new ToyRow<float>(features, key - 1));
}
