using MLNetDeep.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.Tests;

[TestClass]
public sealed class PiecewiseLinearEncodingTests
{
    [TestMethod]
    public void Outputs_AreTheFeaturesAndTheirPlacesInTheBins()
    {
        using DisposeScope scope = NewDisposeScope();
        PiecewiseLinearEncoding encoding = new("encoding", [new(1, -1, 2), new(1, 1, 4), new(0, 0, 0.5f)], features: 2);

        Tensor outputs = encoding.Forward(tensor(new float[,] { { 0.25f, -3 }, { 2, 0 }, { -1, 3 } }), training: true);

        Assert.AreSequenceEqual([0.25f, -3, 0, 0, 0.5f, 2, 0, 0.5f, 0, 1, -1, 3, 1, 0.5f, 0], OnnxRun.Values(outputs));
        Assert.AreSequenceEqual([0, 1, 1, 1, 0], encoding.Sources);
    }

    // A peak that is a hundredth of the feature's range wide.
    [TestMethod]
    public void Fit_OfNarrowPeaks_FindsThemByTheirBins()
    {
        MLContext ml = new(seed: 1);
        IDataView data = ml.Data.LoadFromEnumerable(Enumerable.Range(0, 2000).Select(row => new Peak(row % 100 is 13 or 41 or 77, [row % 100, row / 2000f])));
        double Accuracy(NumericEmbedding embedding)
        {
            using DeepTransformer model = ml.BinaryClassification.Trainers.Mlp(new MlpOptions { NumericEmbedding = embedding, NumberOfEpochs = 30, HiddenLayerSizes = [64], Seed = 1 }).Fit(data);
            return ml.BinaryClassification.Evaluate(model.Transform(data)).AreaUnderPrecisionRecallCurve;
        }

        Assert.IsGreaterThan(0.99, Accuracy(NumericEmbedding.PiecewiseLinear));
        Assert.IsLessThan(0.8, Accuracy(NumericEmbedding.None));
    }

    private sealed record Peak(bool Label, [property: Microsoft.ML.Data.VectorType(2)] float[] Features);
}
