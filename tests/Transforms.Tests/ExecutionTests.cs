using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;
using MLNetDeep.Onnx;

namespace MLNetDeep.Tests;

/// <summary>A transformer run in another way than the default.</summary>
[TestClass]
public sealed class ExecutionTests
{
    private static readonly ExecutionOptions s_twoThreads = new() { NumberOfThreads = 2 };

    [TestMethod]
    [DataRow(0)]
    [DataRow(2)]
    [DataRow(4)]
    public void Scores_OnSeveralThreads_EqualThoseOnOne(int threads)
    {
        const int Width = 300;
        float[][] rows = [.. Random(new Random(7), 2000, Width).Chunk(Width)]; // the last block is a part of one
        using DeepTransformer onOne = Wide(Width);
        using DeepTransformer onSeveral = onOne.WithExecution(new ExecutionOptions { NumberOfThreads = threads });
        ToyView view = new(rows.Length, ToyColumn.InPlace("Features", NumberDataViewType.Single, Width, row => rows[row]));
        float[] scores = [.. onOne.Transform(view).GetColumn<float>("Score")];
        Assert.AreSequenceEqual(scores, onSeveral.Transform(view).GetColumn<float>("Score"));
        Assert.HasCount(rows.Length, scores.Distinct());
    }

    // Rows are read for all the threads that are to score them, and not before somebody wants so many.
    [TestMethod]
    [DataRow(1, 0, 256)]
    [DataRow(3, 0, 512)]
    [DataRow(3, 1, 256)]
    [DataRow(3, 2, 512)]
    [DataRow(2, 3, 512)]
    public void Cursor_ReadsAheadForTheThreadsThatItHas(int threads, int cursorSet, int secondBlock)
    {
        int read = 0;
        ToyView view = new(5000, ToyColumn.InPlace("Features", NumberDataViewType.Single, 3, row =>
        {
            read++;
            return ToyRow.FeaturesOf((int)row);
        }));
        using DeepTransformer original = ToyModel.Regression(), transformer = original.WithExecution(new ExecutionOptions { NumberOfThreads = threads });
        IDataView scored = transformer.Transform(view);
        DataViewSchema.Column[] columns = [scored.Schema["Score"]];
        using DataViewRowCursor cursor = cursorSet == 0 ? scored.GetRowCursor(columns) : scored.GetRowCursorSet(columns, cursorSet).Single();
        Assert.IsTrue(cursor.MoveNext());
        Assert.AreEqual(256, read);
        while (cursor.Position < 256)
        {
            Assert.IsTrue(cursor.MoveNext());
        }
        Assert.AreEqual(256 + secondBlock, read);
    }

    // Rows that are read ahead are copied: many threads are no reason to hold many wide ones.
    [TestMethod]
    [DataRow(1, 64 * 256)]
    [DataRow(1500, 10 * 256)]
    [DataRow(100_000, 256)]
    public void Cursor_ReadsFewerRowsAhead_WhereItCopiesWideColumns(int width, int most)
    {
        const int Rows = 40_000; // all blocks up to the largest
        long read = 0;
        ToyColumn wide = new("Wide", new VectorDataViewType(NumberDataViewType.Single, width), position => (ValueGetter<VBuffer<float>>)((ref VBuffer<float> slot) =>
        {
            read = position() + 1;
            slot = new VBuffer<float>(width, 0, [], []);
        }));
        using DeepTransformer original = ToyModel.Regression(), transformer = original.WithExecution(new ExecutionOptions { NumberOfThreads = 64 });
        IDataView scored = transformer.Transform(new ToyView(Rows, ToyColumn.Features, wide));
        using DataViewRowCursor cursor = scored.GetRowCursor(scored.Schema);
        long ahead = 0;
        while (cursor.MoveNext())
        {
            ahead = Math.Max(ahead, read - cursor.Position);
        }

        Assert.AreEqual(most, ahead);
    }

    [TestMethod]
    public void Cursor_OfManyThreads_TakesNoMemoryBeforeItNeedsIt()
    {
        const int MostBytes = 100_000; // all rows that 64 threads may have would take 800,000
        using DeepTransformer original = ToyModel.Regression(), transformer = original.WithExecution(new ExecutionOptions { NumberOfThreads = 64 });
        IDataView scored = transformer.Transform(new ToyView(10, ToyColumn.Features, ToyColumn.Number));
        Assert.HasCount(10, scored.GetColumn<float>("Score"));
        long before = GC.GetAllocatedBytesForCurrentThread();
        using (DataViewRowCursor cursor = scored.GetRowCursor(scored.Schema))
        {
            while (cursor.MoveNext())
            {
            }
        }
        Assert.IsLessThan(MostBytes, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [TestMethod]
    [DataRow(0, false, 0)]
    [DataRow(0, true, 1)]
    [DataRow(5, false, 5)]
    [DataRow(5, true, 5)]
    public void Threads_AreThoseAskedForOrOnePerCore_AndOneForADevice(int asked, bool isConfigured, int expected)
    {
        using OnnxScorer scorer = (OnnxScorer)IScorer.Of(ToyModel.ModelOf(TaskKind.Regression), new ExecutionOptions
        {
            NumberOfThreads = asked,
            ConfigureSession = isConfigured ? session => session.AppendExecutionProvider_CPU() : null,
        });

        Assert.AreEqual(expected == 0 ? Environment.ProcessorCount : expected, scorer.Threads);
    }

    // A device gets the features when they are bound: bound once, they would be those of the first row for ever. The CPU package has no
    // such device, so what is seen here is the price: new bindings are new objects.
    [TestMethod]
    public void Scores_OfAConfiguredSession_AreOfFeaturesBoundAnew()
    {
        using OnnxScorer scorer = (OnnxScorer)IScorer.Of(ToyModel.ModelOf(TaskKind.Regression), new ExecutionOptions { ConfigureSession = session => session.AppendExecutionProvider_CPU() });
        using ScoringBuffer buffer = new(scorer, capacity: 2);
        for (int row = 0; row < 10; row++)
        {
            buffer.Take(0, new VBuffer<float>(ToyModel.FeatureCount, ToyRow.FeaturesOf(row)));
            long before = GC.GetAllocatedBytesForCurrentThread();
            buffer.Score(2);
            Assert.IsGreaterThan(0, GC.GetAllocatedBytesForCurrentThread() - before);
            Assert.AreEqual(ToyModel.Linear(ToyRow.FeaturesOf(row)), buffer.Output(0, 0)[0]);
        }
    }

    [TestMethod]
    public void WithThreshold_KeepsTheExecution()
    {
        int opened = 0;
        using DeepTransformer transformer = ToyModel.Binary();
        using DeepTransformer changed = transformer.WithExecution(new ExecutionOptions { ConfigureSession = _ => opened++ });
        Assert.AreEqual(1, opened);
        using DeepTransformer both = changed.WithThreshold(0.25f);
        Assert.AreEqual(2, opened);
    }

    [TestMethod]
    public void WithExecution_KeepsTheThreshold()
    {
        using DeepTransformer transformer = ToyModel.Binary();
        using DeepTransformer changed = transformer.WithThreshold(0.25f);
        using DeepTransformer both = changed.WithExecution(s_twoThreads);
        IDataView scored = both.Transform(ToyRow.View(300));
        Assert.AreSequenceEqual(
            scored.GetColumn<float>("Probability").Select(probability => probability > 0.25f), scored.GetColumn<bool>("PredictedLabel"));
    }

    [TestMethod]
    public void WithExecution_OfADisposedTransformer_LivesByItself()
    {
        DeepTransformer transformer = ToyModel.Regression();
        DeepTransformer first = transformer.WithExecution(s_twoThreads);
        transformer.Dispose();
        using DeepTransformer second = first.WithExecution(new ExecutionOptions());
        first.Dispose();
        Assert.AreSequenceEqual(
            ToyRow.Rows(3).Select(row => ToyModel.Linear(row.Features)), second.Transform(ToyRow.View(3)).GetColumn<float>("Score"));
    }

    [TestMethod]
    public void WithExecution_ThatFails_LeavesTheTransformerAsItWas()
    {
        using DeepTransformer transformer = ToyModel.Regression();
        ExecutionOptions cuda = new() { ConfigureSession = session => session.AppendExecutionProvider_CUDA(deviceId: 0) };
        Assert.ThrowsExactly<InvalidOperationException>(() => transformer.WithExecution(cuda));
        Assert.HasCount(3, transformer.Transform(ToyRow.View(3)).GetColumn<float>("Score").ToArray());
    }

    [TestMethod]
    public void Execution_IsNotSaved()
    {
        int opened = 0;
        using DeepTransformer transformer = ToyModel.Regression();
        using DeepTransformer changed = transformer.WithExecution(new ExecutionOptions { NumberOfThreads = 2, ConfigureSession = _ => opened++ });
        byte[] zip = ModelZip.Save(changed);
        foreach (string entry in (string[])["model.onnx", "model.json", "Model.key"])
        {
            Assert.AreSequenceEqual(ModelZip.Entry(ModelZip.Save(transformer), entry), ModelZip.Entry(zip, entry));
        }
        using DeepTransformer loaded = (DeepTransformer)ModelZip.Load(zip);
        Assert.AreEqual(1, opened);
    }

    [TestMethod]
    public void NumberOfThreads_BelowZero_IsAnError()
    {
        using DeepTransformer transformer = ToyModel.Regression();
        ArgumentOutOfRangeException error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => transformer.WithExecution(new ExecutionOptions { NumberOfThreads = -1 }));
        Assert.AreEqual(
            $"NumberOfThreads must be finite and at least 0. (Parameter 'NumberOfThreads'){Environment.NewLine}Actual value was -1.", error.Message);
    }

    [TestMethod]
    public void WithExecution_GivenNull_NamesTheArgument()
    {
        using DeepTransformer transformer = ToyModel.Regression();
        Assert.AreEqual("execution", Assert.ThrowsExactly<ArgumentNullException>(() => transformer.WithExecution(null!)).ParamName);
        Assert.AreEqual("execution", Assert.ThrowsExactly<ArgumentNullException>(() => ((ITransformer)transformer).WithExecution(null!)).ParamName);
        Assert.AreEqual("model", Assert.ThrowsExactly<ArgumentNullException>(() => ((ITransformer)null!).WithExecution(s_twoThreads)).ParamName);
    }

    /// <summary>A regression model with a hidden layer, large enough for ONNX Runtime to share its products among threads.</summary>
    private static DeepTransformer Wide(int width)
    {
        Random random = new(5);
        OnnxGraphBuilder graph = new();
        string hidden = Dense(graph.Input(DeepGraph.Input, width), width);
        graph.Output(DeepGraph.Score, Dense(graph.Node("Relu", [hidden]), 1), 1);
        ModelDescription description = ToyModel.Describe(TaskKind.Regression, 1) with { FeatureCount = width };
        return new DeepTransformer(new DeepModel(description, OnnxWriter.Write(new OnnxModel { Graph = graph.Build("wide") })));

        string Dense(string input, int outputs) => graph.Node("Gemm",
            [input, Constant($"weights of {input}", outputs, width), Constant($"bias of {input}", outputs)], OnnxAttribute.Of("transB", 1L));

        string Constant(string name, params long[] shape) =>
            graph.Constant(OnnxTensor.Of(name, Random(random, (int)shape[0], shape.Length == 2 ? (int)shape[1] : 1), shape));
    }

    private static float[] Random(Random random, int rows, int columns) => [.. Enumerable.Range(0, rows * columns).Select(_ => random.NextSingle() - 0.5f)];
}
