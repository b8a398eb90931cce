namespace MLNetDeep.Tests;

[TestClass]
public sealed class CurrentModelTests
{
    private readonly MLContext _ml = new();

    [TestMethod]
    public void Replace_FreesTheOldModelWhenItsLastUserHasLeft()
    {
        DeepTransformer old = ToyModel.Regression(), next = ToyModel.SumOf(3);
        using CurrentModel<ToyRow, ScoreRow> current = new(Load(old));
        LoadedModel<ToyRow, ScoreRow> user = current.TryEnter()!;
        current.Replace(Load(next));
        Assert.AreEqual(0.25f, user.Predict(ToyRow.Row(0)).Score);
        Assert.IsFalse(IsFreed(old));
        user.Leave();
        Assert.IsTrue(IsFreed(old));
        LoadedModel<ToyRow, ScoreRow> other = current.TryEnter()!;
        Assert.AreEqual(0, other.Predict(ToyRow.Row(0)).Score);
        other.Leave();
        Assert.IsFalse(IsFreed(next));
    }

    [TestMethod]
    public void Dispose_FreesTheModelOnceAndLetsNobodyIn()
    {
        DeepTransformer network = ToyModel.Regression();
        CurrentModel<ToyRow, ScoreRow> current = new(Load(network));
        current.Dispose();
        current.Dispose();
        Assert.IsTrue(IsFreed(network));
        Assert.IsNull(current.TryEnter());
    }

    private LoadedModel<ToyRow, ScoreRow> Load(DeepTransformer network) => new(_ml, network, "1", maximumRows: 8);

    private bool IsFreed(DeepTransformer network)
    {
        try
        {
            using PredictionEngine<ToyRow, ScoreRow> engine = _ml.Model.CreatePredictionEngine<ToyRow, ScoreRow>(network, new PredictionEngineOptions { OwnsTransformer = false });
            engine.Predict(ToyRow.Row(0));
            return false;
        }
        catch (ObjectDisposedException)
        {
            return true;
        }
    }
}
