namespace MLNetDeep.Tests;

/// <summary>A description that no trainer wrote is refused by the value that is wrong.</summary>
[TestClass]
public sealed class DescriptionCheckTests
{
    private static readonly ModelDescription s_regression = ToyModel.Describe(TaskKind.Regression, 1);
    private static readonly ModelDescription s_multiclass = ToyModel.Describe(TaskKind.MulticlassClassification, 3) with { Classes = ToyModel.TextClasses };

    [TestMethod]
    [DataRow(TaskKind.BinaryClassification)]
    [DataRow(TaskKind.MulticlassClassification)]
    [DataRow(TaskKind.Regression)]
    public void Description_OfATrainer_Passes(TaskKind task) => DescriptionCheck.Check(ToyModel.ModelOf(task).Description);

    [TestMethod]
    public void Task_OfALaterVersion_IsRefused()
    {
        FormatException error = Assert.ThrowsExactly<FormatException>(() => DescriptionCheck.Check(s_regression with { Task = (TaskKind)77 }));
        Assert.AreEqual("The model file has the unknown task 77. Update the MLNetDeep.Transforms package.", error.Message);
    }

    [TestMethod]
    public void Width_ThatNoNetworkHas_IsRefused()
    {
        AssertRefused(s_regression with { FeatureCount = 0 }, "FeatureCount is 0");
        AssertRefused(s_regression with { FeatureCount = int.MinValue }, "FeatureCount is -2147483648");
        AssertRefused(s_multiclass with { OutputCount = -3 }, "OutputCount is -3");
        AssertRefused(s_regression with { OutputCount = 2 }, "OutputCount is 2 for Regression");
    }

    [TestMethod]
    [DataRow(float.NaN, "NaN")]
    [DataRow(-0.5f, "-0.5")]
    [DataRow(1.5f, "1.5")]
    [DataRow(float.PositiveInfinity, "Infinity")]
    public void Threshold_ThatIsNoProbability_IsRefused(float threshold, string text) =>
        AssertRefused(s_regression with { Threshold = threshold }, $"Threshold is {text}");

    [TestMethod]
    public void Classes_ThatDoNotFit_AreRefused()
    {
        AssertRefused(s_regression with { Classes = ToyModel.TextClasses }, "there are classes for Regression");
        AssertRefused(s_multiclass with { OutputCount = 4 }, "there are 3 classes for 4 outputs");
        AssertRefused(s_multiclass with { Classes = new ClassLabels("Text", ["a", null!, "b"]) }, "the class '' is no Text");
        AssertRefused(s_multiclass with { Classes = new ClassLabels("Byte", ["0", "255", "256"]) }, "the class '256' is no Byte");
        AssertRefused(s_multiclass with { Classes = new ClassLabels("DateTime", ["today", "", ""]) }, "the class 'today' is no DateTime");
        FormatException error = Assert.ThrowsExactly<FormatException>(
            () => DescriptionCheck.Check(s_multiclass with { Classes = new ClassLabels("Colour", ["r", "g", "b"]) }));
        Assert.AreEqual("The model file names class values of the unknown type 'Colour'. Update the MLNetDeep.Transforms package.", error.Message);
    }

    [TestMethod]
    public void Options_OutOfTheirRange_AreRefused()
    {
        AssertRefused(
            s_regression with { Options = new MlpOptions { HiddenLayerSizes = [8, -5] } },
            "HiddenLayerSizes must be positive. (Parameter 'HiddenLayerSizes') Actual value was -5");
        AssertRefused(
            s_regression with { Options = new MlpOptions { FeatureColumnName = "" } },
            "FeatureColumnName must be a column name. (Parameter 'FeatureColumnName') Actual value was ");
        AssertRefused(
            s_regression with { Options = new MlpOptions { Activation = (Activation)77 } },
            "Activation must be one of Relu, Gelu, Silu, Selu, Mish, Tanh. (Parameter 'Activation') Actual value was 77");
    }

    [TestMethod]
    public void History_OfAnotherForm_IsRefused()
    {
        AssertRefused(s_regression with { History = new TrainingHistory { StopReason = (StopReason)77 } }, "StopReason is 77");
        AssertRefused(s_regression with { History = new TrainingHistory { Epochs = [null!] } }, "an epoch is null");
        AssertRefused(s_regression with { History = new TrainingHistory { Epochs = [new EpochReport { Metrics = [null!] }] } }, "a metric is null");
    }

    private static void AssertRefused(ModelDescription description, string problem) => Assert.AreEqual(
        $"The model file is damaged: 'model.json' makes no sense: {problem}. Save the model again.",
        Assert.ThrowsExactly<FormatException>(() => DescriptionCheck.Check(description)).Message);
}
