using System.Globalization;

namespace MLNetDeep.Tests;

/// <summary>The exported network needs nothing of this library: a program that has only ML.NET and ONNX Runtime computes the same.</summary>
[TestClass]
public sealed class ExportedModelTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid()}.onnx");

    public void Dispose() => File.Delete(_path);

    [TestMethod]
    public async Task Export_OfABinaryModel_GivesItsScoresAndProbabilities()
    {
        using DeepTransformer network = ToyModel.Binary();
        await AssertEqual(network, "Score", row => [ToyModel.Linear(row)]);
        await AssertEqual(network, "Probability", row => [ToyModel.Probability(row)]);
    }

    [TestMethod]
    public async Task Export_OfAMulticlassModel_GivesItsScores()
    {
        using DeepTransformer network = ToyModel.Multiclass();
        await AssertEqual(network, "Score", row => ToyModel.ClassProbabilities(row));
    }

    [TestMethod]
    public void Program_HasNothingOfThisLibrary()
    {
        EnumerationOptions anywhere = new() { RecurseSubdirectories = true, MatchCasing = MatchCasing.CaseInsensitive };
        Assert.IsEmpty(Directory.EnumerateFiles(FixtureProgram.Folder("OnnxOnly"), "*mlnetdeep*", anywhere));
        Assert.IsEmpty(Directory.EnumerateFiles(FixtureProgram.Folder("OnnxOnly"), "*torch*", anywhere));
    }

    private async Task AssertEqual(DeepTransformer network, string output, Func<float[], float[]> score)
    {
        using (FileStream file = File.Create(_path))
        {
            network.SaveOnnx(file);
        }
        float[][] rows = [.. Enumerable.Range(0, 20).Select(ToyRow.FeaturesOf)];
        string text = string.Join(';', rows.Select(row => string.Join(',', row.Select(number => number.ToString("R", CultureInfo.InvariantCulture)))));
        FixtureResult result = await FixtureProgram.RunAsync("OnnxOnly", [_path, output, text]);
        Assert.AreEqual((0, ""), (result.ExitCode, result.Error));
        string[] ways = result.Output.ReplaceLineEndings("\n").Split('\n');
        Assert.HasCount(2, ways);
        float[] expected = [.. rows.SelectMany(score)];
        foreach (string way in ways)
        {
            float[] actual = [.. way.Split(' ').Select(number => float.Parse(number, CultureInfo.InvariantCulture))];
            Assert.HasCount(expected.Length, actual);
            for (int index = 0; index < expected.Length; index++)
            {
                Assert.AreEqual(expected[index], actual[index], 1e-5f);
            }
        }
    }
}
