using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.ML.OnnxRuntime;

namespace MLNetDeep.Tests;

[TestClass]
public sealed class OnnxScorerTests
{
    [TestMethod]
    public void Graph_ThatOnnxRuntimeRefuses_IsAFormatError()
    {
        FormatException error = Assert.ThrowsExactly<FormatException>(() => new OnnxScorer(new DeepModel(ToyModel.Describe(TaskKind.Regression, 1), new byte[] { 1, 2, 3 })));
        Assert.StartsWith("The ONNX graph of the model cannot be run: ", error.Message);
        Assert.IsNull(error.InnerException); // the innermost error is the one that says what it is about
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
        ScoringBuffer buffer = new(scorer, ToyModel.FeatureCount, capacity: 2);
        buffer.Score(1);
        buffer.Score(2);
        return new WeakReference(Session(scorer), trackResurrection: true);
    }

    private static OnnxScorer CreateScorer() => new(ToyModel.ModelOf(TaskKind.BinaryClassification));

    private static bool IsFreed(OnnxScorer scorer) => (nint)Field(Session(scorer), "_nativeHandle") == 0;

    private static object Session(OnnxScorer scorer) => Field(scorer, "_session");

    private static object Field(object target, string name) =>
        target.GetType().GetField(name, BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(target)!;
}
