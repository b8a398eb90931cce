namespace MLNetDeep.Tests;

[TestClass]
public sealed class RegressionTaskTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    [DataRow(1000f, 0f)]
    [DataRow(1e-3f, 0f)]
    [DataRow(1f, 1000f)]
    [DataRow(1e20f, 0f)]
    public void Labels_ScaledAndShifted_GiveScoresScaledAndShifted(float factor, float shift)
    {
        float[] original = ScoresFor(ToyData.Number), changed = ScoresFor(features => ToyData.Number(features) * factor + shift);

        for (int row = 0; row < original.Length; row++)
        {
            Assert.AreEqual(original[row] * factor + shift, changed[row], 1e-3f * Math.Abs(factor));
        }
    }

    [TestMethod]
    [DataRow(0f)]
    [DataRow(7f)]
    public void Labels_ThatAreEqual_GiveScoresCloseToThem(float label) =>
        Assert.IsTrue(ScoresFor(_ => label, epochs: 60).All(score => Math.Abs(score - label) < 0.2));

    private float[] ScoresFor(Func<float[], float> label, int epochs = 5)
    {
        IDataView data = ToyData.View(_ml, ToyData.Rows(200, 1, label));
        using DeepTransformer model = _ml.Regression.Trainers
            .Mlp(new MlpOptions { HiddenLayerSizes = [8], Normalization = Normalization.None, NumberOfEpochs = epochs, LearningRate = 0.01, Seed = 1 }).Fit(data);
        return Scores.Of(model, data);
    }
}
