namespace MLNetDeep.Tests;

/// <summary>A graph and a description that belong to different models are found at loading, not by a wrong score.</summary>
[TestClass]
public sealed class GraphSignatureTests
{
    [TestMethod]
    public void Graph_OfAnotherTask_IsAFormatErrorWithBothSignatures() => AssertRefused(
        ToyModel.Describe(TaskKind.BinaryClassification, 1),
        "The ONNX graph of the model does not fit its description: expected Features Float[-1, 3] to Score Float[-1, 1], Probability Float[-1, 1], "
        + "got Features Float[-1, 3] to Score Float[-1, 1]. Save the model again.");

    [TestMethod]
    public void Graph_OfOtherWidths_IsAFormatErrorWithBothSignatures()
    {
        AssertRefused(
            ToyModel.Describe(TaskKind.Regression, 1) with { FeatureCount = 4 },
            "The ONNX graph of the model does not fit its description: expected Features Float[-1, 4] to Score Float[-1, 1], "
            + "got Features Float[-1, 3] to Score Float[-1, 1]. Save the model again.");
        AssertRefused(
            ToyModel.Describe(TaskKind.MulticlassClassification, 5),
            "The ONNX graph of the model does not fit its description: expected Features Float[-1, 3] to Score Float[-1, 5], "
            + "got Features Float[-1, 3] to Score Float[-1, 1]. Save the model again.");
    }

    [TestMethod]
    public void Task_OfALaterVersion_IsAFormatErrorThatAdvisesToUpdate() => AssertRefused(
        ToyModel.Describe((TaskKind)77, 1), "The model file has the unknown task 77. Update the MLNetDeep.Transforms package.");

    private static void AssertRefused(ModelDescription description, string message)
    {
        ReadOnlyMemory<byte> regression = ToyModel.ModelOf(TaskKind.Regression).Graph;
        FormatException error = Assert.ThrowsExactly<FormatException>(() => new DeepTransformer(new DeepModel(description, regression)));
        Assert.AreEqual(message, error.Message);
    }
}
