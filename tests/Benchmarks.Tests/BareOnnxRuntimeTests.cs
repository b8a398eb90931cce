using Microsoft.ML.Data;

namespace MLNetDeep.Benchmarks.Tests;

[TestClass]
public sealed class BareOnnxRuntimeTests
{
    /// <summary>What is measured side by side must be the same work.</summary>
    [TestMethod]
    [DataRow(1)]
    [DataRow(256)]
    public void Score_IsThatOfTheTransformer(int rows)
    {
        TestPlatform.RequireX64();
        using Models models = new(Workload.Quick);
        using BareOnnxRuntime onnxRuntime = new(models.Graph(), rows);
        float[] expected = [.. models.Mlp.Transform(models.View).GetColumn<float>("Score").Take(rows)];
        float[] scores = onnxRuntime.Score(models.Examples.AsSpan(0, rows)).ToArray();
        Assert.IsGreaterThan(0f, expected.Max(Math.Abs));
        for (int row = 0; row < rows; row++)
        {
            Assert.AreEqual(expected[row], scores[row], delta: 1e-5f);
        }
    }
}
