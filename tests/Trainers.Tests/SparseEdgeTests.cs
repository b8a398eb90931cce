using System.Globalization;
using System.Text.RegularExpressions;

namespace MLNetDeep.Tests;

/// <summary>Sparse training where there is almost nothing to train on, or more than there is room for.</summary>
[TestClass]
public sealed class SparseEdgeTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Fit_OfRowsThatAreAllZero_GivesFiniteScores()
    {
        VBuffer<float> empty = new(3000, 0, [], []);
        SchemaDefinition schema = SchemaDefinition.Create(typeof(SparseRowOf<float>));
        schema["Features"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 3000);
        IDataView data = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 50).Select(label => new SparseRowOf<float>(empty, label)).ToArray(), schema);
        using DeepTransformer model = Fit(data);

        BitAssert.AreFinite(Scores.Of(model, data));
        BitAssert.AreFinite(Scores.Of(model, SparseData.Of(TaskKind.Regression, _ml, width: 3000)));
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(30)]
    public void Fit_OfFewRowsThatLoseAlmostAllFeatures_GivesFiniteScores(int rows)
    {
        IDataView data = SparseData.Of(TaskKind.Regression, _ml, rows: rows);
        MlpOptions options = new() { HiddenLayerSizes = [8], NumberOfEpochs = 3, BatchSize = 1, FeatureDropout = 0.99, Seed = 1 };
        using DeepTransformer model = _ml.Regression.Trainers.Mlp(options).Fit(data);

        Assert.IsTrue(SparseData.IsSparse(model));
        BitAssert.AreFinite(Scores.Of(model, SparseData.Of(TaskKind.Regression, _ml, seed: 2)));
    }

    [TestMethod]
    public void Fit_OfAMillionSlots_TrainsThoseThatOccur()
    {
        MessageLog log = new(_ml);
        IDataView data = SparseData.Of(TaskKind.Regression, _ml, width: 1_000_000, rows: 50);
        using DeepTransformer model = _ml.Regression.Trainers
            .Mlp(new MlpOptions { HiddenLayerSizes = [2], Normalization = Normalization.None, NumberOfEpochs = 2 }).Fit(data);

        string weights = Regex.Match(log.Information.Single(line => line.StartsWith("Training on", StringComparison.Ordinal)), @"with (\d+) weights").Groups[1].Value;
        Assert.IsInRange((150 * 2) + 5, (202 * 2) + 5, int.Parse(weights, CultureInfo.InvariantCulture)); // few of 200 words are in none of the rows
        BitAssert.AreFinite(Scores.Of(model, data));
    }

    [TestMethod]
    public void Fit_OfANetworkBeyondProtobufsLimit_IsRefusedBeforeTraining()
    {
        IDataView data = SparseData.Of(TaskKind.Regression, _ml, width: 1_000_000, rows: 20);
        InvalidOperationException error = Assert.ThrowsExactly<InvalidOperationException>(
            () => _ml.Regression.Trainers.Mlp(new MlpOptions { HiddenLayerSizes = [600], Normalization = Normalization.None }).Fit(data));

        Assert.AreEqual(
            "The network does not fit in an ONNX file: protobuf allows 2 GB, the network's 602,001,201 numbers need 2,408,004,804 bytes. Use smaller layers or fewer feature slots.",
            error.Message);
    }

    [TestMethod]
    public void Fit_OfMoreSlotsThanAGraphMayHave_IsRefusedBeforeReading()
    {
        IDataView data = SparseData.Of(TaskKind.Regression, _ml, width: (1 << 24) + 1, rows: 20);
        ArgumentOutOfRangeException error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Fit(data));

        Assert.AreEqual("Schema mismatch for feature column 'Features': expected at most 16777216 slots, got 16777217. Hash to fewer bits, or select features.", error.Message);
    }

    private DeepTransformer Fit(IDataView data) =>
        _ml.Regression.Trainers.Mlp(new MlpOptions { HiddenLayerSizes = [8], NumberOfEpochs = 2, Seed = 1 }).Fit(data);
}
