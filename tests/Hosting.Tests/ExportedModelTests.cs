namespace MLNetDeep.Tests;

/// <summary>The exported network is one that ML.NET's own transformer of ONNX files runs, in a program that has nothing of this library.</summary>
[TestClass]
public sealed class ExportedModelTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid()}.onnx");
    private readonly MLContext _ml = new();

    public void Dispose() => File.Delete(_path);

    [TestMethod]
    public void ApplyOnnxModel_OfABinaryModel_GivesItsScoresAndProbabilities()
    {
        using DeepTransformer network = ToyModel.Binary();
        AssertEqual(network, "Score", row => [ToyModel.Linear(row)]);
        AssertEqual(network, "Probability", row => [ToyModel.Probability(row)]);
    }

    [TestMethod]
    public void ApplyOnnxModel_OfAMulticlassModel_GivesItsScores()
    {
        using DeepTransformer network = ToyModel.Multiclass();
        AssertEqual(network, "Score", row => ToyModel.ClassProbabilities(row));
    }

    private void AssertEqual(DeepTransformer network, string output, Func<float[], float[]> expected)
    {
        using (FileStream file = File.Create(_path))
        {
            network.SaveOnnx(file);
        }
        IDataView rows = ToyRow.View(20);
        using Microsoft.ML.Transforms.Onnx.OnnxTransformer onnx = _ml.Transforms.ApplyOnnxModel(output, "Features", _path).Fit(rows);
        float[][] outputs = [.. onnx.Transform(rows).GetColumn<float[]>(output)];
        for (int row = 0; row < outputs.Length; row++)
        {
            float[] known = expected(ToyRow.FeaturesOf(row));
            Assert.HasCount(known.Length, outputs[row]);
            for (int index = 0; index < known.Length; index++)
            {
                Assert.AreEqual(known[index], outputs[row][index], 1e-5f);
            }
        }
    }
}
