namespace MLNetDeep.Tests;

/// <summary>A graph and a description that belong to different models are found at loading, not by a wrong score.</summary>
[TestClass]
public sealed class GraphOutputsTests
{
    [TestMethod]
    public void Graph_OfAnotherTask_IsAFormatErrorWithBothOutputs() => AssertRefused(
        ToyModel.Describe(TaskKind.BinaryClassification, 1),
        "The ONNX graph of the model does not fit its description: expected the outputs Score[1], Probability[1], got Score[1]. Save the model again.");

    [TestMethod]
    public void Graph_OfAnotherNumberOfClasses_IsAFormatErrorWithBothWidths() => AssertRefused(
        ToyModel.Describe(TaskKind.MulticlassClassification, 5),
        "The ONNX graph of the model does not fit its description: expected the outputs Score[5], got Score[1]. Save the model again.");

    [TestMethod]
    public void Graph_OfAnotherNumberOfFeatures_IsRefused() => AssertRefused(
        ToyModel.Describe(TaskKind.Regression, 1) with { FeatureCount = 4 },
        "The ONNX graph of the model is refused: its input has 3 features; the model's description says 4. Only graphs written by MLNetDeep are run.");

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
