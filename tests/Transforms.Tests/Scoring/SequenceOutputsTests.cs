using MLNetDeep.Onnx;

namespace MLNetDeep.Tests;

/// <summary>Of rows that are scored together, each gets what is its own, and NaN for steps that nobody looked at.</summary>
[TestClass]
public sealed class SequenceOutputsTests
{
    private static readonly OnnxValue s_ofSteps = new(DeepGraph.Score, OnnxElementType.Single, [null, null, 2]);
    private static readonly OnnxValue s_ofRows = new(DeepGraph.Score, OnnxElementType.Single, [null, 2]);
    private static readonly int[] s_rows = [1, 0]; // the shorter one first

    [TestMethod]
    public void Outputs_OfSteps_LieWhereTheirStepsAre()
    {
        SequenceOutputs outputs = new([s_ofSteps], capacity: 2);
        outputs.Expect(0, new KeptSteps(Slots: 4, Length: 3, First: 1, Count: 2));
        outputs.Expect(1, new KeptSteps(Slots: 1, Length: 1, First: 0, Count: 1));

        Assert.AreSequenceEqual([2L, 2, 2], outputs.Shape(0, rows: 2, steps: 2));
        outputs.Keep(0, s_rows, [1, 2, 88, 99, 3, 4, 5, 6]);

        const float None = float.NaN;
        Assert.AreSequenceEqual([None, None, 3, 4, 5, 6, None, None], outputs.Of(0, 0).ToArray());
        Assert.AreSequenceEqual([1f, 2], outputs.Of(0, 1).ToArray());
    }

    [TestMethod]
    public void Outputs_OfRows_AreAsManyWhateverTheirSteps()
    {
        SequenceOutputs outputs = new([s_ofRows], capacity: 2);
        outputs.Expect(0, new KeptSteps(Slots: 4, Length: 3, First: 1, Count: 2));
        outputs.Expect(1, new KeptSteps(Slots: 0, Length: 0, First: 0, Count: 0));

        Assert.AreSequenceEqual([2L, 2], outputs.Shape(0, rows: 2, steps: 2));
        outputs.Keep(0, s_rows, [1, 2, 3, 4]);

        Assert.AreSequenceEqual([3f, 4], outputs.Of(0, 0).ToArray());
        Assert.AreSequenceEqual([1f, 2], outputs.Of(0, 1).ToArray());
    }

    [TestMethod]
    public void Outputs_BeyondAnArray_AreRefused()
    {
        SequenceOutputs outputs = new([s_ofSteps], capacity: 1);

        InvalidOperationException error = Assert.ThrowsExactly<InvalidOperationException>(() => outputs.Expect(0, new KeptSteps(int.MaxValue, int.MaxValue, 0, 1)));

        Assert.AreEqual("A row of 2147483647 steps has more than 2147483591 scores. Cut rows to fewer steps.", error.Message);
    }
}
