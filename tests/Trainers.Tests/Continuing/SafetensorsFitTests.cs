using MLNetDeep.Networks;
using MLNetDeep.Onnx;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.Tests;

/// <summary>Weights go to safetensors files under PyTorch's names, and come back into networks.</summary>
[TestClass]
public sealed class SafetensorsFitTests
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.safetensors");

    [TestCleanup]
    public void DeleteFile() => File.Delete(_path);

    [TestMethod]
    [DynamicData(nameof(TrainerCase.All), typeof(TrainerCase))]
    public void Network_ThatBeginsWithAFile_PredictsAsTheOneInIt(TrainerCase trainer)
    {
        IDataView data = trainer.Data(_ml);
        using DeepTransformer initial = trainer.Fit(_ml, trainer.Small with { NumberOfEpochs = 4, LearningRate = 0.02 });
        Save(initial);
        DeepTrainerOptions still = trainer.Small with { LearningRate = 1e-30, NumberOfEpochs = 1, Dropout = 0, WeightDecay = 0, InitialWeightsFile = _path, FreezeLayers = NamedWeights.BeforeLast(initial) };
        using DeepTransformer continued = trainer.Create(_ml, still).Fit(trainer.Data(_ml, seed: 3));

        float[] expected = trainer.RawScores(initial, data), actual = trainer.RawScores(continued, data);
        Assert.IsLessThan(1e-5 * Math.Max(1, expected.Max(Math.Abs)), expected.Zip(actual, (one, same) => Math.Abs(one - same)).Max());
        Assert.IsEmpty(continued.TrainingHistory.Transfer!.NotTaken);
    }

    [TestMethod]
    public void Names_AreThoseOfPyTorch()
    {
        RnnOptions options = new() { Backbone = RnnBackbone.Lstm, HiddenSize = 4, FrontKernelSize = 0, FeaturesPerStep = 1, NumberOfEpochs = 1 };
        using DeepTransformer model = _ml.BinaryClassification.Trainers.Rnn(options).Fit(ToyData.Binary(_ml));
        Save(model);

        Dictionary<string, NamedTensor> tensors = SafetensorsReader.Read(_path);
        string[] kinds = ["weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"];
        foreach (string name in kinds.Concat(kinds.Select(kind => $"{kind}_reverse")).Select(kind => $"rnn.{kind}").Append("output.weight").Append("output.bias"))
        {
            Assert.IsTrue(tensors.ContainsKey(name), name);
        }
        Assert.AreSequenceEqual([16L, 1], tensors["rnn.weight_ih_l0"].Shape);
        Assert.AreSequenceEqual([16L, 4], tensors["rnn.weight_hh_l0_reverse"].Shape);
        Assert.AreSequenceEqual([1L, 8], tensors["output.weight"].Shape);
    }

    [TestMethod]
    [DataRow(true, true)]
    [DataRow(true, false)]
    [DataRow(false, true)]
    [DataRow(false, false)]
    public void RecurrentWeights_AreInTheOrderOfLibTorch(bool isLstm, bool isBidirectional)
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        RecurrentLayer layer = new("rnn", 0, isLstm ? RecurrentCell.Lstm : RecurrentCell.Gru, 3, 4, isBidirectional, random.Host);
        foreach (Weight weight in layer.Weights)
        {
            weight.Value = weight.Value.normal_(0, 1, random.Host); // biases too
        }
        OnnxGraphBuilder graph = new();
        layer.ToOnnx(graph, "input", mask: null);
        OnnxGraph written = graph.Build("test");

        Dictionary<string, NamedTensor> torch = TorchWeights.Of(written).ToDictionary(tensor => tensor.Name);
        Assert.HasCount(layer.Weights.Count, torch);
        foreach (Weight weight in layer.Weights)
        {
            Assert.AreSequenceEqual(weight.Value.shape, torch[weight.Name].Shape);
            Assert.AreSequenceEqual(OnnxRun.Values(weight.Value), torch[weight.Name].Values);
        }
        foreach (OnnxTensor back in TorchWeights.ToOnnx(written, torch))
        {
            Assert.AreSequenceEqual(written.Initializer(back.Name).Data.ToArray(), back.Data.ToArray());
        }
        Assert.HasCount(3, TorchWeights.ToOnnx(written, torch));
    }

    [TestMethod]
    public void Matrices_OfTables_AreTurnedAsInPyTorch()
    {
        MlpOptions options = new() { HiddenLayerSizes = [8], NumberOfEpochs = 1 };
        using DeepTransformer model = _ml.BinaryClassification.Trainers.Mlp(options).Fit(SparseData.Of(TaskKind.BinaryClassification, _ml, width: 300, rows: 100));
        Save(model);

        Assert.AreSequenceEqual([8L, 300], SafetensorsReader.Read(_path)["hidden.0.weight"].Shape);
    }

    [TestMethod]
    public void Files_OfOtherNames_AreRefused()
    {
        using (FileStream stream = File.Create(_path))
        {
            SafetensorsWriter.Write(stream, [new NamedTensor("fc1.weight", [2, 2], [1, 2, 3, 4])]);
        }

        InvalidOperationException error = Assert.ThrowsExactly<InvalidOperationException>(
            () => _ml.Regression.Trainers.Mlp(new MlpOptions { HiddenLayerSizes = [8], InitialWeightsFile = _path }).Fit(ToyData.Regression(_ml)));

        Assert.AreEqual(
            "The file of InitialWeightsFile has no weight of the name and shape of one of this network, which has scaling.median [4], scaling.scale [4], hidden.0.weight [8, 4]. Name its weights like that.", error.Message);
    }

    [TestMethod]
    public void File_BesideAModel_IsRefused()
    {
        using DeepTransformer model = _ml.Regression.Trainers.Mlp(new MlpOptions { HiddenLayerSizes = [4], NumberOfEpochs = 1 }).Fit(ToyData.Regression(_ml));
        MlpOptions both = new() { InitialModel = model, InitialWeightsFile = "weights.safetensors" };

        ArgumentOutOfRangeException error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Regression.Trainers.Mlp(both).Fit(ToyData.Regression(_ml)));

        Assert.AreEqual("InitialWeightsFile must be null where InitialModel is given. (Parameter 'InitialWeightsFile') Actual value was weights.safetensors.", error.Message.ReplaceLineEndings(" "));
    }

    private void Save(DeepTransformer model)
    {
        using FileStream stream = File.Create(_path);
        model.SaveSafetensors(stream);
    }
}
