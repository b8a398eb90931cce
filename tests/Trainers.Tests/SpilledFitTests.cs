using MLNetDeep.Onnx;

namespace MLNetDeep.Tests;

/// <summary>A fit whose rows do not fit in the budget gives the model of one whose rows do, bit for bit.</summary>
[TestClass]
public sealed class SpilledFitTests
{
    private const int Rows = 1500;

    private readonly MLContext _ml = new(seed: 1);

    private static MlpOptions Small => new() { HiddenLayerSizes = [8], NumberOfEpochs = 3, Seed = 1 };

    /// <summary>Every trainer on dense rows that begin in a file, and, where it knows them, on sparse ones that do so, move there, or are prepared into one.</summary>
    public static IEnumerable<object[]> Cases =>
        from trainer in TrainerCase.All
        from budget in (long[])[1, 100_000, 200_000]
        from isSparse in budget == 1 ? (bool[])[false, true] : [true]
        where !isSparse || trainer.Small is MlpOptions
        select new object[] { trainer, isSparse, budget };

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void Fit_BeyondTheBudget_GivesTheModelOfMemory(TrainerCase trainer, bool isSparse, long budget)
    {
        IDataView data = Data(trainer, isSparse, seed: 1);

        AssertEqualModels(budget, limit => trainer.Create(_ml, Weighted(trainer, isSparse) with { MemoryBudget = limit }).Fit(data));
    }

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void Fit_WithValidationRowsBeyondTheBudget_GivesTheModelOfMemory(TrainerCase trainer, bool isSparse, long budget)
    {
        IDataView data = Data(trainer, isSparse, seed: 1), validation = Data(trainer, isSparse, seed: 2);

        AssertEqualModels(budget, limit => trainer.Create(_ml, Weighted(trainer, isSparse) with { MemoryBudget = limit }).Fit(data, validation));
    }

    [TestMethod]
    [DataRow(1L, DisplayName = "all in a file")]
    [DataRow(10_000L, DisplayName = "training rows moved in the middle")]
    [DataRow(30_000L, DisplayName = "validation rows moved in the middle, training rows in memory")]
    public void Fit_OfStreamedRows_GivesTheModelOfMemory(long budget)
    {
        IDataView data = Streamed(seed: 1), validation = Streamed(seed: 2);
        Assert.IsNull(data.GetRowCount());

        AssertEqualModels(budget, limit => _ml.Regression.Trainers.Mlp(Small with { MemoryBudget = limit }).Fit(data, validation));
    }

    [TestMethod]
    [DataRow(1L, false, DisplayName = "bytes in a file")]
    [DataRow(100_000L, false, DisplayName = "bytes moved in the middle")]
    [DataRow(200_000L, true, DisplayName = "bytes in memory that become numbers in a file")]
    [DataRow(100_000L, true, DisplayName = "bytes in a file that become numbers")]
    public void Fit_OfStreamedImages_GivesTheModelOfMemory(long budget, bool hasFraction)
    {
        ToyRow<bool>[] rows = ImageData.Rows(800); // 153,600 bytes
        rows[700].Features[0] += hasFraction ? 0.5f : 0;
        IDataView data = ImageData.View(_ml, rows.Select(row => row), 3, 8, 8);
        CnnOptions options = new() { Channels = 4, NumberOfEpochs = 2, Seed = 1 };

        AssertEqualModels(budget, limit => _ml.BinaryClassification.Trainers.Cnn(options with { MemoryBudget = limit }).Fit(data));
    }

    [TestMethod]
    public void Fit_OfWideRowsFoundToBeFilled_GivesTheModelOfMemory()
    {
        IDataView data = ToyData.Of(TaskKind.Regression, _ml, rows: 200, featureCount: 1100);

        AssertEqualModels(100_000, limit => _ml.Regression.Trainers.Mlp(Small with { MemoryBudget = limit }).Fit(data));
    }

    [TestMethod]
    public void Fit_OfRowsInTheOrderOfTheirLabels_GivesTheModelOfMemory()
    {
        ToyRow<bool>[] rows = [.. ToyData.Rows(Rows, 1, ToyData.Sign).OrderBy(row => row.Label)];
        MlpOptions options = Small with { NumberOfEpochs = 10, LearningRate = 0.02 };

        TrainingHistory history = AssertEqualModels(1, limit => _ml.BinaryClassification.Trainers.Mlp(options with { MemoryBudget = limit }).Fit(ToyData.View(_ml, rows)));

        Assert.IsGreaterThan(0.8, history.Epochs[^1].ValidationMetric!.Value); // rows read in their own order would teach one class after the other
    }

    private TrainingHistory AssertEqualModels(long budget, Func<long, DeepTransformer> fit)
    {
        MessageLog log = new(_ml);
        using DeepTransformer kept = fit(long.MaxValue);
        Assert.IsEmpty(log.Information.Where(IsOfFile));
        using DeepTransformer spilled = fit(budget);
        Assert.HasCount(1, log.Information.Where(IsOfFile));

        Assert.AreSequenceEqual(Graph(kept), Graph(spilled));
        Assert.AreSequenceEqual(Losses(kept), Losses(spilled));
        return spilled.TrainingHistory;
    }

    private static bool IsOfFile(string message) => message.Contains("temporary file", StringComparison.Ordinal);

    /// <summary>The graph without its metadata, which has the options.</summary>
    private static byte[] Graph(DeepTransformer model) =>
        OnnxWriter.Write(new OnnxModel { Graph = OnnxReader.Read(model.Model.Graph).Graph, Metadata = new Dictionary<string, string>() }).ToArray();

    private static (double, double?)[] Losses(DeepTransformer model) =>
        [.. model.TrainingHistory.Epochs.Select(epoch => (epoch.TrainingLoss, epoch.ValidationLoss))];

    private static DeepTrainerOptions Weighted(TrainerCase trainer, bool isSparse) =>
        trainer.Small with { ExampleWeightColumnName = isSparse ? null : "Weight", BatchSize = 100 };

    /// <summary>Rows that are sparse, or have weights and missing values.</summary>
    private IDataView Data(TrainerCase trainer, bool isSparse, int seed) => isSparse
        ? SparseData.Of(trainer.Task, _ml, rows: Rows, seed: seed)
        : FeatureChange.Map(_ml, trainer.Data(_ml, Rows, seed, weight: row => row % 3), features => [.. features.Select(value => value > 0.8f ? float.NaN : value)]);

    /// <summary>Rows whose number is not known.</summary>
    private IDataView Streamed(int seed)
    {
        SchemaDefinition schema = SchemaDefinition.Create(typeof(ToyRow<float>));
        schema["Features"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, ToyData.FeatureCount);
        return _ml.Data.LoadFromEnumerable(ToyData.Rows(Rows, seed, ToyData.Number).Select(row => row), schema);
    }
}
