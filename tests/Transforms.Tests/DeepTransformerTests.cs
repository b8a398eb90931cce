using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Tests;

[TestClass]
public sealed class DeepTransformerTests
{
    [TestMethod]
    public void Threads_OnOneTransformer_GetTheSameScores()
    {
        using DeepTransformer transformer = ToyModel.Regression();
        IDataView scored = transformer.Transform(ToyRow.View(300));
        float[] expected = [.. ToyRow.Rows(300).Select(row => ToyModel.Linear(row.Features))];
        Task.WaitAll(OnThreads(16, () =>
        {
            using PredictionEngine<ToyRow, Prediction> engine = new MLContext().Model.CreatePredictionEngine<ToyRow, Prediction>(
                transformer, new PredictionEngineOptions { OwnsTransformer = false });
            Assert.AreSequenceEqual(expected, ToyRow.Rows(300).Select(row => engine.Predict(row).Score));
            Assert.AreSequenceEqual(expected, scored.GetColumn<float>("Score"));
        }));
    }

    [TestMethod]
    public void Dispose_WhileOthersScore_GivesThemRightScoresOrAnError()
    {
        const int Threads = 4;
        float[] expected = [.. ToyRow.Rows(3).Select(row => ToyModel.Linear(row.Features))];
        for (int round = 0; round < 50; round++)
        {
            DeepTransformer transformer = ToyModel.Regression();
            IDataView scored = transformer.Transform(ToyRow.View(3));
            using Barrier start = new(Threads + 1);
            Task[] readers = OnThreads(Threads, Read);
            start.SignalAndWait();
            transformer.Dispose();
            Task.WaitAll(readers);

            void Read()
            {
                start.SignalAndWait();
                try
                {
                    while (true)
                    {
                        Assert.AreSequenceEqual(expected, scored.GetColumn<float>("Score"));
                    }
                }
                catch (ObjectDisposedException)
                {
                }
            }
        }
    }

    [TestMethod]
    public void Use_AfterDispose_IsAnErrorThatNamesTheTransformer()
    {
        DeepTransformer transformer = ToyModel.Regression();
        IDataView scored = transformer.Transform(ToyRow.View(3));
        transformer.Dispose();
        transformer.Dispose();
        ObjectDisposedException error = Assert.ThrowsExactly<ObjectDisposedException>(() => scored.GetColumn<float>("Score").Count());
        Assert.AreEqual(typeof(DeepTransformer).FullName, error.ObjectName);
        Assert.AreEqual(TaskKind.Regression, transformer.Model.Task);
        Assert.AreEqual(scored.Schema.Count, transformer.GetOutputSchema(ToyRow.View(3).Schema).Count);
    }

    [TestMethod]
    public void Cursor_BehindADisposedTransformer_FinishesItsBlockAndThenFails()
    {
        DeepTransformer transformer = ToyModel.Regression();
        IDataView scored = transformer.Transform(ToyRow.View(300));
        using DataViewRowCursor cursor = scored.GetRowCursor(scored.Schema);
        ValueGetter<float> score = cursor.GetGetter<float>(scored.Schema["Score"]);
        float value = 0;
        Assert.IsTrue(cursor.MoveNext());
        transformer.Dispose();
        for (int row = 0; row < 256; row++)
        {
            score(ref value);
            Assert.AreEqual(ToyModel.Linear(ToyRow.FeaturesOf(row)), value);
            if (row < 255)
            {
                Assert.IsTrue(cursor.MoveNext());
            }
        }
        Assert.ThrowsExactly<ObjectDisposedException>(() => cursor.MoveNext());
    }

    [TestMethod]
    [DataRow(0f)]
    [DataRow(0.25f)]
    [DataRow(0.5f)]
    [DataRow(1f)]
    public void WithThreshold_SaysTrueStrictlyAboveIt(float threshold)
    {
        using DeepTransformer transformer = ToyModel.Binary();
        using DeepTransformer changed = transformer.WithThreshold(threshold);
        IDataView scored = changed.Transform(ToyRow.View(300));
        Assert.AreSequenceEqual(
            scored.GetColumn<float>("Probability").Select(probability => probability > threshold), scored.GetColumn<bool>("PredictedLabel"));
        Assert.AreSequenceEqual(
            transformer.Transform(ToyRow.View(300)).GetColumn<float>("Probability"), scored.GetColumn<float>("Probability"));
    }

    [TestMethod]
    public void WithThreshold_AtAProbability_SaysFalseToThatRow()
    {
        using DeepTransformer transformer = ToyModel.Binary();
        float probability = transformer.Transform(ToyRow.View(3)).GetColumn<float>("Probability").Last();
        using DeepTransformer at = transformer.WithThreshold(probability);
        using DeepTransformer below = transformer.WithThreshold(MathF.BitDecrement(probability));
        Assert.IsFalse(at.Transform(ToyRow.View(3)).GetColumn<bool>("PredictedLabel").Last());
        Assert.IsTrue(below.Transform(ToyRow.View(3)).GetColumn<bool>("PredictedLabel").Last());
    }

    [TestMethod]
    public void WithThreshold_OfADisposedTransformer_LivesByItself()
    {
        DeepTransformer transformer = ToyModel.Binary();
        DeepTransformer first = transformer.WithThreshold(0.25f);
        transformer.Dispose();
        using DeepTransformer second = first.WithThreshold(0.75f);
        first.Dispose();
        Assert.HasCount(3, second.Transform(ToyRow.View(3)).GetColumn<bool>("PredictedLabel").ToArray());
    }

    [TestMethod]
    [DataRow(-0.01f, "-0.01")]
    [DataRow(1.01f, "1.01")]
    [DataRow(float.NaN, "NaN")]
    public void WithThreshold_OutsideZeroToOne_IsAnError(float threshold, string shown)
    {
        using DeepTransformer transformer = ToyModel.Binary();
        ArgumentOutOfRangeException error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => transformer.WithThreshold(threshold));
        Assert.AreEqual($"threshold must be a probability in [0, 1]. (Parameter 'threshold'){Environment.NewLine}Actual value was {shown}.", error.Message);
    }

    [TestMethod]
    public void WithThreshold_OfAModelWithoutOne_IsAnError()
    {
        using DeepTransformer transformer = ToyModel.Multiclass();
        InvalidOperationException error = Assert.ThrowsExactly<InvalidOperationException>(() => transformer.WithThreshold(0.5f));
        Assert.AreEqual("Only a binary classifier has a threshold; this model is for MulticlassClassification.", error.Message);
    }

    [TestMethod]
    public void SaveOnnx_WritesTheGraphAndLeavesTheStreamOpen()
    {
        using DeepTransformer transformer = ToyModel.Binary();
        using MemoryStream stream = new();
        transformer.SaveOnnx(stream);
        Assert.AreSequenceEqual(transformer.Model.Graph.ToArray(), stream.ToArray());
        stream.WriteByte(0);
    }

    [TestMethod]
    public void Members_GivenNull_NameTheArgument()
    {
        using DeepTransformer transformer = ToyModel.Regression();
        Assert.AreEqual("input", Assert.ThrowsExactly<ArgumentNullException>(() => transformer.Transform(null!)).ParamName);
        Assert.AreEqual("inputSchema", Assert.ThrowsExactly<ArgumentNullException>(() => transformer.GetOutputSchema(null!)).ParamName);
        Assert.AreEqual("inputSchema", Assert.ThrowsExactly<ArgumentNullException>(() => transformer.GetRowToRowMapper(null!)).ParamName);
        Assert.AreEqual("stream", Assert.ThrowsExactly<ArgumentNullException>(() => transformer.SaveOnnx(null!)).ParamName);
    }

    /// <summary>Does the same on as many threads at once.</summary>
    private static Task[] OnThreads(int count, Action action) =>
        [.. Enumerable.Range(0, count).Select(_ => Task.Factory.StartNew(action, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))];

    private sealed class Prediction
    {
        public float Score { get; set; }
    }
}
