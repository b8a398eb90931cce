using MLNetDeep.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.Tests;

[TestClass]
public sealed class FitThreadsTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(null)]
    public void Fit_UsesTheNumberAndLeavesThatOfTheThread(int? threads)
    {
        List<int> reading = [], training = [];
        MlpOptions options = new() { HiddenLayerSizes = [4], NumberOfEpochs = 2, Seed = 1, NumberOfThreads = threads, Progress = new Reports(_ => training.Add(get_num_threads())) };
        Row Read(int index)
        {
            reading.Add(get_num_threads());
            return new Row { Features = [index], Label = index % 3 == 0 };
        }
        IDataView rows = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 400).Select(Read));
        OnThreads.Run(1, _ =>
        {
            set_num_threads(3);
            try
            {
                _ml.BinaryClassification.Trainers.Mlp(options).Fit(rows).Dispose();
                Assert.AreEqual(3, get_num_threads());
            }
            finally
            {
                set_num_threads(1);
            }
        });

        int expected = Math.Min(threads ?? 1, Environment.ProcessorCount); // one thread has all the work of a small network
        Assert.AreSequenceEqual([expected, expected], training);
        Assert.AreSequenceEqual([threads is null ? 3 : expected], reading.Distinct());
    }

    [TestMethod]
    public void Fit_LeavesTheNumberOfOtherThreads()
    {
        List<int> elsewhere = [];
        MlpOptions options = new()
        {
            HiddenLayerSizes = [4],
            NumberOfEpochs = 1,
            Seed = 1,
            NumberOfThreads = 2,
            Progress = new Reports(_ => OnThreads.Run(1, _ => elsewhere.Add(get_num_threads()))),
        };

        _ml.BinaryClassification.Trainers.Mlp(options).Fit(ToyData.Binary(_ml)).Dispose();

        Assert.AreSequenceEqual([1], elsewhere);
        OnThreads.Run(1, _ => Assert.AreEqual(1, get_num_threads()));
    }

    /// <summary>LibTorch remembers the number of a thread that it has seen, and another for those that it has not.</summary>
    [TestMethod]
    public void FitThreads_OnAThreadWithANumberOfItsOwn_LeaveThatOfNewThreads()
    {
        OnThreads.Run(1, _ =>
        {
            Assert.AreEqual(1, get_num_threads());
            OnThreads.Run(1, _ => set_num_threads(3));
            try
            {
                new FitThreads(2).Dispose();

                Assert.AreEqual(1, get_num_threads());
                OnThreads.Run(1, _ => Assert.AreEqual(3, get_num_threads()));
            }
            finally
            {
                set_num_threads(1);
            }
        });
    }

    [TestMethod]
    public void Fit_ThatFails_LeavesTheNumberToo()
    {
        MlpOptions options = new() { HiddenLayerSizes = [4], NumberOfThreads = 2, Progress = new Reports(_ => throw new OperationCanceledException()) };

        Assert.ThrowsExactly<OperationCanceledException>(() => _ml.BinaryClassification.Trainers.Mlp(options).Fit(ToyData.Binary(_ml)));

        Assert.AreEqual(1, get_num_threads());
    }

    /// <summary>A step on B rows has 6·B operations for each of the 101 weights.</summary>
    [TestMethod]
    [DataRow(100_000, 1)]
    [DataRow(200_000, 2)]
    [DataRow(700_000, 4)]
    public void For_FollowsTheWorkOfAStep(int batchSize, int expected)
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        Network network = new(new RobustScaling(zeros(100), ones(100)), [new Dense("output", 100, 1, gain: 1, random.Host)], CPU);
        int threads = 0;
        OnThreads.Run(1, _ =>
        {
            set_num_threads(4);
            threads = FitThreads.For(network, Batches.Of(1_400_000, batchSize));
            set_num_threads(1);
        });

        Assert.AreEqual(expected, threads);
    }

    private sealed class Row
    {
        [VectorType(1)]
        public float[] Features { get; init; } = [];

        public bool Label { get; init; }
    }
}
