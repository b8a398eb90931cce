using MLNetDeep.Onnx;

namespace MLNetDeep.Tests;

[TestClass]
public sealed class FreezingTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    [DynamicData(nameof(TrainerCase.All), typeof(TrainerCase))]
    public void Layers_ThatAreNamed_StayAsTheyWere(TrainerCase trainer)
    {
        using DeepTransformer initial = trainer.Fit(_ml);
        using DeepTransformer tuned = trainer.Fit(_ml, trainer.Small with { InitialModel = initial, FreezeLayers = NamedWeights.BeforeLast(initial) });

        foreach ((OnnxTensor one, OnnxTensor other) in NamedWeights.Of(initial).Zip(NamedWeights.Of(tuned)))
        {
            Assert.AreEqual(NamedWeights.LayerOf(one.Name) != NamedWeights.Last(initial), one.Data.Span.SequenceEqual(other.Data.Span), one.Name);
        }
        Assert.IsLessThan(initial.TrainingHistory.Epochs[0].TrainingLoss, tuned.TrainingHistory.Epochs[^1].TrainingLoss);
    }

    [TestMethod]
    public void Patterns_StandForLayersAndWhatBelongsToThem()
    {
        string[] Moved(params string[] patterns)
        {
            MlpOptions options = new() { HiddenLayerSizes = [8, 6], NumberOfEpochs = 1, Seed = 1 };
            using DeepTransformer initial = _ml.Regression.Trainers.Mlp(options).Fit(ToyData.Regression(_ml));
            using DeepTransformer tuned = _ml.Regression.Trainers.Mlp(options with { InitialModel = initial, FreezeLayers = patterns }).Fit(ToyData.Regression(_ml));
            return [.. NamedWeights.Of(initial).Zip(NamedWeights.Of(tuned)).Where(pair => !pair.First.Data.Span.SequenceEqual(pair.Second.Data.Span)).Select(pair => NamedWeights.LayerOf(pair.First.Name)).Distinct()];
        }

        Assert.AreSequenceEqual(["hidden.1", "hidden.1.norm", "output"], Moved("hidden.0"));
        Assert.AreSequenceEqual(["output"], Moved("hidden"));
        Assert.AreSequenceEqual(["hidden.0", "hidden.1", "output"], Moved("*.norm"));
        Assert.AreSequenceEqual(["hidden.0", "hidden.0.norm", "hidden.1.norm"], Moved("hidden.1.weight", "hidden.1.bias", "output"));
    }

    [TestMethod]
    public void Tables_ThatAreNamed_StayAsTheyWere()
    {
        IDataView data = SparseData.Of(TaskKind.BinaryClassification, _ml);
        MlpOptions options = new() { HiddenLayerSizes = [8], NumberOfEpochs = 2, Seed = 1 };
        using DeepTransformer initial = _ml.BinaryClassification.Trainers.Mlp(options).Fit(data);
        using DeepTransformer tuned = _ml.BinaryClassification.Trainers.Mlp(options with { InitialModel = initial, FreezeLayers = ["hidden.0"] }).Fit(data);

        Assert.AreSequenceEqual(NamedWeights.Of(initial, "hidden.0.weight"), NamedWeights.Of(tuned, "hidden.0.weight"));
        CollectionAssert.AreNotEqual(NamedWeights.Of(initial, "output.weight"), NamedWeights.Of(tuned, "output.weight"));
    }

    [TestMethod]
    [DataRow("hiden.*", "hiden.*", "of hidden.0, hidden.0.norm, output")]
    [DataRow("*", "[*]", "names that leave a layer to train")]
    public void Patterns_ThatMakeNoSense_AreRefused(string pattern, string shown, string expectation)
    {
        ArgumentOutOfRangeException error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => _ml.Regression.Trainers.Mlp(new MlpOptions { HiddenLayerSizes = [8], FreezeLayers = [pattern] }).Fit(ToyData.Regression(_ml)));

        Assert.AreEqual($"FreezeLayers must be {expectation}. (Parameter 'FreezeLayers') Actual value was {shown}.", error.Message.ReplaceLineEndings(" "));
    }
}
