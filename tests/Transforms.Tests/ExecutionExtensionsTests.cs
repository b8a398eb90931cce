using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace MLNetDeep.Tests;

/// <summary>Networks inside of chains run in another way; what that does to each is in <see cref="ExecutionTests"/>.</summary>
[TestClass]
public sealed class ExecutionExtensionsTests
{
    private readonly MLContext _ml = new();
    private int _opened;

    private ExecutionOptions Counting => new() { ConfigureSession = _ => _opened++ };

    [TestMethod]
    public void LoadedChain_HasItsNetworksReopened_HoweverDeep()
    {
        using DeepTransformer first = ToyModel.Regression(), second = ToyModel.Multiclass();
        using TransformerChain<ITransformer> loaded = (TransformerChain<ITransformer>)ModelZip.Load(ModelZip.Save(Chain(Copy("A"), first, Chain(Chain(Copy("B"), second)))));
        using TransformerChain<ITransformer> changed = (TransformerChain<ITransformer>)loaded.WithExecution(Counting);
        Assert.AreEqual(2, _opened);
        AssertSameScores(loaded, changed);
    }

    [TestMethod]
    public void LoadedNetwork_IsReopened()
    {
        using DeepTransformer transformer = ToyModel.Multiclass();
        ITransformer loaded = ModelZip.Load(ModelZip.Save(transformer));
        using DeepTransformer changed = (DeepTransformer)loaded.WithExecution(Counting);
        Assert.AreEqual(1, _opened);
        AssertSameScores(loaded, changed);
        ((DeepTransformer)loaded).Dispose();
    }

    // Fit returns chains of many types, which have no public type in common.
    [TestMethod]
    public void FittedChain_HasItsNetworksReopened_WhateverItsLastStep()
    {
        using DeepTransformer network = ToyModel.Regression();
        TransformerChain<ITransformer> chain = Chain(
            new TransformerChain<DeepTransformer>(Copy("A"), network), new TransformerChain<Passing>(ToyModel.Multiclass(), new Passing()));
        using TransformerChain<ITransformer> changed = (TransformerChain<ITransformer>)chain.WithExecution(Counting);
        Assert.AreEqual(2, _opened);
        AssertSameScores(chain, changed);
    }

    [TestMethod]
    public void OtherSteps_AreShared()
    {
        using DeepTransformer network = ToyModel.Regression();
        TransformerChain<ITransformer> chain = Chain(Copy("A"), network, Copy("B"));
        using TransformerChain<ITransformer> changed = (TransformerChain<ITransformer>)chain.WithExecution(Counting);
        Assert.AreSame(chain.First(), changed.First());
        Assert.AreNotSame(network, changed.ElementAt(1));
        Assert.AreSame(chain.Last(), changed.Last());
    }

    // A label is mapped in training and evaluation only; a chain that forgot this would ask for labels in order to predict.
    [TestMethod]
    public void Scopes_AreKept()
    {
        using DeepTransformer network = ToyModel.Regression();
        TransformerScope[] scopes = [TransformerScope.TrainTest, TransformerScope.Everything, TransformerScope.Testing, TransformerScope.Scoring];
        TransformerChain<ITransformer> chain = new([Copy("A"), network, Copy("B"), Copy("C")], scopes);
        using TransformerChain<ITransformer> changed = (TransformerChain<ITransformer>)chain.WithExecution(Counting);
        foreach (TransformerScope scope in (TransformerScope[])[TransformerScope.Training, TransformerScope.Testing, TransformerScope.Scoring])
        {
            Assert.AreSequenceEqual(
                chain.GetOutputSchema(ToyRow.View(1).Schema, scope).Select(column => column.Name),
                changed.GetOutputSchema(ToyRow.View(1).Schema, scope).Select(column => column.Name));
        }
    }

    [TestMethod]
    public void Model_WithoutANetwork_IsAnErrorThatNamesItsType()
    {
        ArgumentException error = Assert.ThrowsExactly<ArgumentException>(() => Copy("A").WithExecution(Counting));
        Assert.AreEqual(
            "The model has no network to run: expected a DeepTransformer or a TransformerChain that holds one, got ColumnCopyingTransformer. (Parameter 'model')",
            error.Message);
        Assert.ThrowsExactly<ArgumentException>(() => Chain(Copy("A"), Chain()).WithExecution(Counting));
    }

    [TestMethod]
    public void Chain_WhoseSecondNetworkFails_HasTheFirstFreed()
    {
        const int Threads = 65;
        using DeepTransformer first = ToyModel.Regression(), second = ToyModel.Multiclass();
        InvalidTimeZoneException own = new();
        ExecutionOptions failing = new()
        {
            ConfigureSession = session =>
            {
                session.IntraOpNumThreads = Threads;
                _opened += _opened == 0 ? 1 : throw own;
            },
        };
        int before = ThreadCount();
        Assert.AreSame(own, Assert.ThrowsExactly<InvalidTimeZoneException>(() => Chain(first, second).WithExecution(failing)));
        Assert.IsLessThan(before + (Threads / 2), ThreadCount()); // those of the first network
    }

    private static void AssertSameScores(ITransformer expected, ITransformer found) => Assert.AreSequenceEqual(ClassScores(expected), ClassScores(found));

    private static IEnumerable<float> ClassScores(ITransformer model) =>
        model.Transform(ToyRow.View(20)).GetColumn<float[]>("Score").SelectMany(scores => scores);

    private static TransformerChain<ITransformer> Chain(params ITransformer[] steps) => new(steps);

    private static int ThreadCount()
    {
        using Process process = Process.GetCurrentProcess();
        return process.Threads.Count;
    }

    private ColumnCopyingTransformer Copy(string name) => _ml.Transforms.CopyColumns(name, "Features").Fit(ToyRow.View(1));

    /// <summary>A step of a program's own: ours cannot name its type.</summary>
    private sealed class Passing : ITransformer
    {
        public bool IsRowToRowMapper => false;

        public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => inputSchema;

        public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => throw new NotSupportedException();

        public void Save(ModelSaveContext ctx) => throw new NotSupportedException();

        public IDataView Transform(IDataView input) => input;
    }
}
