using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.ML.OnnxRuntime;
using MLNetDeep.Onnx;

namespace MLNetDeep.Tests;

[TestClass]
public sealed class OnnxScorerTests
{
    [TestMethod]
    public void Graph_ThatIsNone_IsAFormatError()
    {
        DeepModel model = new(ToyModel.Describe(TaskKind.Regression, 1), new byte[] { 1, 2, 3 });
        FormatException error = Assert.ThrowsExactly<FormatException>(() => new OnnxScorer(model));
        Assert.AreEqual("The ONNX graph is damaged: a field number out of range at byte 1 of 3. Save the model again.", error.Message);
    }

    // Its first block, for single rows need no session.
    [TestMethod]
    public void Graph_ThatOnnxRuntimeRefuses_IsAFormatErrorOfEachBlock()
    {
        using OnnxScorer scorer = new(ProductOfBooleans());
        using RowBuffer rows = new(scorer, scorer.Program!);
        rows.Score(1);
        AssertRefused(() => new ScoringBuffer(scorer, capacity: 2));
        AssertRefused(() => new ScoringBuffer(scorer, capacity: 2));
    }

    [TestMethod]
    public void Graph_ThatOnnxRuntimeRefuses_IsAFormatErrorAtOnceWhereRowsNeedIt() => AssertRefused(() => new OnnxScorer(ProductOfBooleans(beside: "Selu")));

    [TestMethod]
    public void Session_IsOpenedForTheFirstBlock_AndNotForSingleRows()
    {
        using OnnxScorer scorer = CreateScorer();
        using RowBuffer rows = new(scorer, scorer.Program!);
        rows.Score(1);
        Assert.IsFalse(IsOpen(scorer));
        using ScoringBuffer blocks = new(scorer, capacity: 2);
        Assert.IsTrue(IsOpen(scorer));
    }

    [TestMethod]
    public void Session_NotOpenedBeforeDispose_NeverIs()
    {
        OnnxScorer scorer = CreateScorer();
        scorer.Dispose();
        Assert.ThrowsExactly<ObjectDisposedException>(() => new ScoringBuffer(scorer, capacity: 2));
        Assert.IsFalse(IsOpen(scorer));
    }

    // Whatever passes our own checks must neither crash ONNX Runtime nor bring another error than the one for files.
    [TestMethod]
    public void Graph_WithFlippedBits_IsAFormatErrorOrScores()
    {
        Random random = new(21);
        byte[] bytes = ToyModel.ModelOf(TaskKind.MulticlassClassification).Graph.ToArray();
        int scored = 0;
        for (int round = 0; round < 3000; round++)
        {
            byte[] damaged = [.. bytes];
            damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            try
            {
                using OnnxScorer scorer = new(new DeepModel(ToyModel.Describe(TaskKind.MulticlassClassification, 3), damaged));
                using ScoringBuffer buffer = new(scorer, capacity: 2);
                buffer.Score(2);
                scored++;
            }
            catch (FormatException)
            {
            }
        }
        Assert.IsInRange(1, 2999, scored);
    }

    [TestMethod]
    public void Dispose_WhenNobodyIsInside_FreesTheSession()
    {
        OnnxScorer scorer = CreateScorer();
        Assert.IsFalse(IsFreed(scorer));
        scorer.Dispose();
        Assert.IsTrue(IsFreed(scorer));
        scorer.Dispose();
    }

    [TestMethod]
    public void Dispose_WhileACallIsInside_FreesTheSessionBehindIt()
    {
        OnnxScorer scorer = CreateScorer();
        using OrtIoBinding binding = scorer.CreateBinding(_ =>
        {
            using OrtIoBinding second = scorer.CreateBinding(_ => { });
            scorer.Dispose();
            scorer.Dispose();
            Assert.IsFalse(IsFreed(scorer));
        });
        Assert.IsTrue(IsFreed(scorer));
    }

    [TestMethod]
    public void Dispose_WhileACallFails_FreesTheSessionBehindIt()
    {
        OnnxScorer scorer = CreateScorer();
        Assert.ThrowsExactly<InvalidOperationException>(() => scorer.CreateBinding(_ =>
        {
            scorer.Dispose();
            throw new InvalidOperationException();
        }));
        Assert.IsTrue(IsFreed(scorer));
    }

    [TestMethod]
    public void Use_AfterDispose_IsAnErrorThatNamesTheTransformer()
    {
        OnnxScorer scorer = CreateScorer();
        using OrtIoBinding binding = scorer.CreateBinding(_ => { });
        using RunOptions options = new();
        scorer.Dispose();
        Assert.AreEqual(typeof(DeepTransformer).FullName, Assert.ThrowsExactly<ObjectDisposedException>(() => scorer.Run(binding, options)).ObjectName);
        Assert.ThrowsExactly<ObjectDisposedException>(() => scorer.CreateBinding(_ => { }));
    }

    [TestMethod]
    public void Transformer_ThatIsNeverDisposed_IsFreedWithItsLastReference()
    {
        WeakReference session = ScoreAndForget();
        for (int round = 0; round < 5 && session.IsAlive; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        Assert.IsFalse(session.IsAlive);
    }

    /// <summary>A reference to a session that is alive until its finalizer has run.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference ScoreAndForget()
    {
        OnnxScorer scorer = CreateScorer();
        ScoringBuffer buffer = new(scorer, capacity: 2);
        buffer.Score(1);
        buffer.Score(2);
        return new WeakReference(Session(scorer), trackResurrection: true);
    }

    /// <summary>A graph that our checks let pass.</summary>
    private static DeepModel ProductOfBooleans(string beside = "Relu")
    {
        OnnxGraphBuilder graph = new();
        string features = graph.Input(DeepGraph.Input, 3);
        graph.Node(beside, [features]);
        graph.Output(DeepGraph.Score, graph.Node("Gemm", [graph.Node("Less", [features, features]), Constant("w", 1, 3), Constant("b", 1)], OnnxAttribute.Of("transB", 1L)), 1);
        return new DeepModel(ToyModel.Describe(TaskKind.Regression, 1), OnnxWriter.Write(new OnnxModel { Graph = graph.Build("a product of Booleans") }));

        string Constant(string name, params long[] shape) => graph.Constant(OnnxTensor.Of(name, new float[shape.Aggregate(1L, (a, b) => a * b)], shape));
    }

    private static void AssertRefused(Func<object> open)
    {
        FormatException error = Assert.ThrowsExactly<FormatException>(open);
        Assert.StartsWith("The ONNX graph of the model cannot be run: ", error.Message);
        Assert.IsNull(error.InnerException); // the innermost error is the one that says what it is about
    }

    private static bool IsOpen(OnnxScorer scorer) => LazySession(scorer).IsValueCreated;

    private static OnnxScorer CreateScorer() => new(ToyModel.ModelOf(TaskKind.BinaryClassification));

    private static bool IsFreed(OnnxScorer scorer) => (nint)Field(Session(scorer), "_nativeHandle") == 0;

    private static InferenceSession Session(OnnxScorer scorer) => LazySession(scorer).Value;

    private static Lazy<InferenceSession> LazySession(OnnxScorer scorer) => (Lazy<InferenceSession>)Field(Field(scorer, "_session"), "_session");

    private static object Field(object target, string name) =>
        target.GetType().GetField(name, BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(target)!;
}
