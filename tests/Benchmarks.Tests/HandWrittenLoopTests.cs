using TorchSharp;

namespace MLNetDeep.Benchmarks.Tests;

[TestClass]
public sealed class HandWrittenLoopTests
{
    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Fit_LearnsMoreThanTheSharesOfTheClasses(bool regularized)
    {
        const int Rows = 1000;
        LibTorch.Load();
        torch.set_num_threads(1);
        using HandWrittenLoop loop = new(Example.Stream(Rows), Rows);
        double entropy = Example.Array(Rows).CountBy(example => example.Class).Sum(count => -count.Value * Math.Log(count.Value / (double)Rows)) / Rows;
        Assert.IsLessThan(entropy - 0.3, loop.Fit(regularized, epochs: 10, batchSize: 250));
    }
}
