namespace MLNetDeep.Tests;

/// <summary>What an estimator promises, its transformer delivers, and both look as if ML.NET had made them.</summary>
[TestClass]
public sealed class SchemaTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    [DynamicData(nameof(TrainerCase.All), typeof(TrainerCase))]
    public void GetOutputSchema_OfTheEstimator_IsTheShapeOfTheScoredData(TrainerCase trainer)
    {
        IDataView data = trainer.Data(_ml);
        using DeepTransformer model = trainer.Trainer(_ml).Fit(data);

        SchemaShape promised = trainer.Trainer(_ml).GetOutputSchema(SchemaShape.Create(data.Schema));

        Assert.AreEqual(SchemaText.Of(SchemaShape.Create(model.Transform(data).Schema)), SchemaText.Of(promised));
    }

    [TestMethod]
    [DynamicData(nameof(TrainerCase.All), typeof(TrainerCase))]
    public void GetOutputSchema_OfTheTransformer_IsThatOfTheScoredDataAndOfTheRowMapper(TrainerCase trainer)
    {
        IDataView data = trainer.Data(_ml);
        using DeepTransformer model = trainer.Trainer(_ml).Fit(data);

        string scored = SchemaText.Of(model.Transform(data).Schema);

        Assert.AreEqual(scored, SchemaText.Of(model.GetOutputSchema(data.Schema)));
        Assert.AreEqual(scored, SchemaText.Of(model.GetRowToRowMapper(data.Schema).OutputSchema));
        Assert.AreSame(data.Schema, model.GetRowToRowMapper(data.Schema).InputSchema);
    }

    [TestMethod]
    public void BinaryColumns_AreThoseOfMLNet() => AssertLikeMLNet(
        ToyData.Binary(_ml),
        _ml.BinaryClassification.Trainers.LbfgsLogisticRegression(),
        _ml.BinaryClassification.Trainers.Mlp(Small));

    [TestMethod]
    public void RegressionColumns_AreThoseOfMLNet() => AssertLikeMLNet(
        ToyData.Regression(_ml),
        _ml.Regression.Trainers.Sdca(maximumNumberOfIterations: 1),
        _ml.Regression.Trainers.Mlp(Small));

    [TestMethod]
    public void MulticlassColumns_ForKeysOfTexts_AreThoseOfMLNet() => AssertMulticlassLikeMLNet(ToyData.Multiclass(_ml));

    [TestMethod]
    public void MulticlassColumns_ForKeysOfNumbers_AreThoseOfMLNet() => AssertMulticlassLikeMLNet(
        ToyData.Keys(_ml, ToyData.Rows(400, 1, features => ToyData.Color(features).Length / 10f)));

    [TestMethod]
    public void MulticlassColumns_ForKeysWithoutValues_AreThoseOfMLNet() => AssertMulticlassLikeMLNet(
        ToyData.Indices(_ml, classCount: 5, ToyData.Rows(400, 1, features => (uint)ToyData.Color(features).Length)));

    [TestMethod]
    public void Columns_BehindThoseOfAnotherModel_AreThoseOfMLNet()
    {
        IDataView data = ToyData.Regression(_ml);
        AssertLikeMLNet(_ml.Regression.Trainers.Sdca(maximumNumberOfIterations: 1).Fit(data).Transform(data), _ml.Regression.Trainers.Sdca(maximumNumberOfIterations: 1), _ml.Regression.Trainers.Mlp(Small));
    }

    private static MlpOptions Small => new() { HiddenLayerSizes = [8], NumberOfEpochs = 1, Seed = 1 };

    private void AssertMulticlassLikeMLNet(IDataView data)
    {
        AssertLikeMLNet(data, _ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(historySize: 1), _ml.MulticlassClassification.Trainers.Mlp(Small));
        AssertLikeMLNet(data, _ml.MulticlassClassification.Trainers.SdcaMaximumEntropy(maximumNumberOfIterations: 1), _ml.MulticlassClassification.Trainers.Mlp(Small));
    }

    private static void AssertLikeMLNet(IDataView data, IEstimator<ITransformer> mlNet, DeepTrainer ours)
    {
        SchemaShape input = SchemaShape.Create(data.Schema);
        Assert.AreEqual(SchemaText.Of(mlNet.GetOutputSchema(input)), SchemaText.Of(ours.GetOutputSchema(input)));

        using DeepTransformer model = ours.Fit(data);
        Assert.AreEqual(ByName(mlNet.Fit(data).GetOutputSchema(data.Schema)), ByName(model.GetOutputSchema(data.Schema)));
    }

    /// <summary>ML.NET's own models put the predicted label first.</summary>
    private static string ByName(DataViewSchema schema) => string.Join('\n', SchemaText.Of(schema).Split('\n').Order(StringComparer.Ordinal));
}
