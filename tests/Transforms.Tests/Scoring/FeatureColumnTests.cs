using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Tests;

[TestClass]
public sealed class FeatureColumnTests
{
    private readonly DeepTransformer _transformer = ToyModel.Regression();

    [TestCleanup]
    public void Free() => _transformer.Dispose();

    [TestMethod]
    public void Features_Missing_IsAnErrorThatNamesThem() =>
        AssertRefused(ToyColumn.Number, "Could not find feature column 'Features'. Add it to the data, or name another one in the options.");

    [TestMethod]
    public void Features_OfAnotherWidth_IsAnErrorWithBothWidths() => AssertRefused(
        Column(new VectorDataViewType(NumberDataViewType.Single, 4)),
        "Schema mismatch for feature column 'Features': expected 3 slots, as in training, got 4. "
        + "Featurize the data with the pipeline that the model was trained with.");

    [TestMethod]
    public void Features_OfAnotherType_IsAnErrorThatSaysHowToBuildThem()
    {
        AssertRefusedType(NumberDataViewType.Single, "Single");
        AssertRefusedType(new VectorDataViewType(NumberDataViewType.Double, 3), "Vector<Double, 3>");
        AssertRefusedType(new VectorDataViewType(NumberDataViewType.Single), "Vector<Single> of variable size");
        AssertRefusedType(new VectorDataViewType(TextDataViewType.Instance, 3), "Vector<String, 3>");
        AssertRefusedType(new KeyDataViewType(typeof(uint), 3), "Key<UInt32, 0-2>");
    }

    [TestMethod]
    public void Features_OfAMatrixOfAsManySlots_AreTaken()
    {
        ToyView view = new(1, Column(new VectorDataViewType(NumberDataViewType.Single, 1, 3)));
        Assert.AreEqual("Score", _transformer.GetOutputSchema(view.Schema)[^1].Name);
    }

    [TestMethod]
    public void Features_HiddenByALaterColumn_AreTheLaterOnes()
    {
        ToyColumn hidden = ToyColumn.Untouchable("Features");
        IDataView scored = _transformer.Transform(new ToyView(3, hidden, ToyColumn.Features));
        Assert.AreSequenceEqual(
            Enumerable.Range(0, 3).Select(row => ToyModel.Linear(ToyRow.FeaturesOf(row))), scored.GetColumn<float>("Score"));
    }

    [TestMethod]
    public void Features_OfAnotherLengthThanTheirTypePromises_IsAnError()
    {
        ToyColumn liar = ToyColumn.InPlace("Features", NumberDataViewType.Single, 3, _ => new float[2]);
        IDataView scored = _transformer.Transform(new ToyView(3, liar));
        InvalidOperationException error = Assert.ThrowsExactly<InvalidOperationException>(() => scored.GetColumn<float>("Score").Count());
        Assert.AreEqual("Feature column 'Features' gave a vector of 2 slots where its type promises 3.", error.Message);
    }

    [TestMethod]
    public void Features_UnderAnotherName_AreThoseOfTheOptions()
    {
        DeepModel model = ToyModel.ModelOf(TaskKind.Regression);
        using DeepTransformer transformer = new(new DeepModel(model.Description with { Options = new MlpOptions { FeatureColumnName = "Pixels" } }, model.Graph));
        Assert.AreEqual("Pixels", transformer.FeatureColumnName);
        Assert.AreEqual(new VectorDataViewType(NumberDataViewType.Single, 3), transformer.FeatureColumnType);
        IDataView scored = transformer.Transform(new ToyView(3, ToyColumn.Untouchable("Features"), ToyColumn.Features with { Name = "Pixels" }));
        Assert.HasCount(3, scored.GetColumn<float>("Score").ToArray());
    }

    private static ToyColumn Column(DataViewType type) => ToyColumn.Features with { Type = type };

    private void AssertRefusedType(DataViewType type, string got) => AssertRefused(
        Column(type),
        $"Schema mismatch for feature column 'Features': expected Vector<Single> of known size, got {got}. "
        + "Build it with mlContext.Transforms.Concatenate(\"Features\", ...) from Single columns.");

    private void AssertRefused(ToyColumn column, string message)
    {
        ToyView view = new(1, column);
        Assert.AreEqual(message, Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _transformer.GetOutputSchema(view.Schema)).Message);
        Assert.AreEqual(message, Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _transformer.Transform(view)).Message);
        Assert.AreEqual(message, Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _transformer.GetRowToRowMapper(view.Schema)).Message);
    }
}
