using System.Runtime.CompilerServices;
using MLNetDeep.Onnx;

namespace MLNetDeep.Tests;

[TestClass]
public sealed class OnnxScorerTests
{
    [TestMethod]
    public void Graph_ThatIsNone_IsAFormatError()
    {
        DeepModel model = new(ToyModel.Describe(TaskKind.Regression, 1), new byte[] { 1, 2, 3 });
        FormatException error = Assert.ThrowsExactly<FormatException>(() => ToyModel.Scorer(model));
        Assert.AreEqual("The ONNX graph is damaged: a field number out of range at byte 1 of 3. Save the model again.", error.Message);
    }

    // Its first block, for single rows need no session.
    [TestMethod]
    public void Graph_ThatOnnxRuntimeRefuses_IsAFormatErrorOfEachBlock()
    {
        using OnnxScorer scorer = ToyModel.Scorer(ProductOfBooleans());
        using RowBuffer rows = new(scorer, scorer.Program!);
        rows.Score(1);
        AssertRefused(() => new ScoringBuffer(scorer, capacity: 2));
        AssertRefused(() => new ScoringBuffer(scorer, capacity: 2));
    }

    [TestMethod]
    public void Graph_ThatOnnxRuntimeRefuses_IsAFormatErrorAtOnceWhereRowsNeedIt() => AssertRefused(() => ToyModel.Scorer(ProductOfBooleans(beside: "Selu")));

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
                using OnnxScorer scorer = ToyModel.Scorer(new DeepModel(ToyModel.Describe(TaskKind.MulticlassClassification, 3), damaged));
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
    public void Scorer_ThatIsNeverDisposed_IsCollected()
    {
        WeakReference scorer = ScoreAndForget();
        for (int round = 0; round < 5 && scorer.IsAlive; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        Assert.IsFalse(scorer.IsAlive);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference ScoreAndForget()
    {
        OnnxScorer scorer = ToyModel.Scorer(ToyModel.ModelOf(TaskKind.BinaryClassification));
        ScoringBuffer buffer = new(scorer, capacity: 2);
        buffer.Score(1);
        buffer.Score(2);
        return new WeakReference(scorer, trackResurrection: true);
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
}
