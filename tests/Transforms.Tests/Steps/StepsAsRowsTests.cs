using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Tests;

/// <summary>Steps become rows that ML.NET's own evaluators judge.</summary>
[TestClass]
public sealed class StepsAsRowsTests
{
    private const float Missing = float.NaN;

    private readonly MLContext _ml = new();

    [TestMethod]
    public void Evaluate_OfClasses_CountsTheStepsWithALabel()
    {
        using DeepTransformer model = new(ToySteps.ModelOf(TaskKind.MulticlassClassification));
        IDataView scored = model.Transform(Keys(
            ([2, 1, 0, 0, 1, 2, 0, 1, 2], ["red", "blue", ""]), // right, right, no label
            ([], []),
            ([1, 0, 0], ["blue"]), // wrong
            ([0, 5, 0], ["grün"]))); // right

        MulticlassClassificationMetrics metrics = _ml.MulticlassClassification.Evaluate(_ml.Data.StepsAsRows(scored));

        Assert.AreEqual(0.75, metrics.MicroAccuracy, 1e-9);
        double[] losses = [Loss([2, 1, 0], 0), Loss([0, 1, 2], 2), Loss([1, 0, 0], 2), Loss([0, 5, 0], 1)];
        Assert.AreEqual(losses.Average(), metrics.LogLoss, 1e-5);
        Assert.AreSequenceEqual([1.0, 1, 0.5], [metrics.ConfusionMatrix.PerClassRecall[0], metrics.ConfusionMatrix.PerClassRecall[1], metrics.ConfusionMatrix.PerClassRecall[2]]);
        Assert.Contains("grün", metrics.ConfusionMatrix.GetFormattedConfusionTable());
    }

    [TestMethod]
    public void Evaluate_OfNumbers_CountsTheStepsWithALabel()
    {
        using DeepTransformer model = new(ToySteps.ModelOf(TaskKind.Regression));
        IDataView scored = model.Transform(ToySteps.View<float>(_ml, ([1, 2, 3], [1, Missing, 5]), ([4], [4]), ([9, 9], [float.PositiveInfinity, 8])));

        RegressionMetrics metrics = _ml.Regression.Evaluate(_ml.Data.StepsAsRows(scored));

        Assert.AreEqual((0 + 4 + 0 + 1) / 4.0, metrics.MeanSquaredError, 1e-9); // 1 for 1, 3 for 5, 4 for 4, 9 for 8
        Assert.AreEqual(1 - (5 / (12.25 + 0.25 + 0.25 + 12.25)), metrics.RSquared, 1e-9);
    }

    [TestMethod]
    public void Evaluate_OfFlags_CountsEachStep()
    {
        using DeepTransformer model = new(ToySteps.ModelOf(TaskKind.BinaryClassification));
        IDataView scored = model.Transform(ToySteps.View<bool>(_ml, ([1, -2, 3], [true, false, false]), ([-1], [true])));

        CalibratedBinaryClassificationMetrics metrics = _ml.BinaryClassification.Evaluate(_ml.Data.StepsAsRows(scored));

        Assert.AreEqual(0.5, metrics.Accuracy, 1e-9);
        double loss = new[] { -1.0, -2, 3, 1 }.Average(odds => Math.Log2(1 + Math.Exp(odds))); // of what did not happen
        Assert.AreEqual(loss, metrics.LogLoss, 1e-5);
    }

    /// <summary>They have no scores, which ML.NET's evaluators do not count.</summary>
    [TestMethod]
    public void Evaluate_OfStepsThatAreNotLookedAt_LeavesThemOut()
    {
        using DeepTransformer model = new(ToySteps.ModelOf(TaskKind.Regression));
        IDataView scored = model.Transform(ToySteps.View<float>(_ml, ([1, 2, 3, 4, 5, 6], [1, 2, 3, 5, 100, 100])));

        Assert.AreEqual(0.25, _ml.Regression.Evaluate(_ml.Data.StepsAsRows(scored)).MeanSquaredError, 1e-9);
    }

    [TestMethod]
    public void Evaluate_OfClassesAndFlagsThatAreNotLookedAt_LeavesThemOut()
    {
        using DeepTransformer classes = new(ToySteps.ModelOf(TaskKind.MulticlassClassification)), flags = new(ToySteps.ModelOf(TaskKind.BinaryClassification));
        IDataView classified = classes.Transform(Keys(([1, 0, 0, 1, 0, 0, 1, 0, 0, 0, 1, 0, 9, 9, 9], ["red", "red", "red", "red", "blue"])));
        IDataView flagged = flags.Transform(ToySteps.View<bool>(_ml, ([1, -1, 1, -1, 1], [true, false, true, true, false])));

        Assert.AreEqual(0.75, _ml.MulticlassClassification.Evaluate(_ml.Data.StepsAsRows(classified)).MicroAccuracy, 1e-9);
        Assert.AreEqual(0.75, _ml.BinaryClassification.Evaluate(_ml.Data.StepsAsRows(flagged)).Accuracy, 1e-9);
    }

    [TestMethod]
    public void Rows_OfSteps_HaveTheValuesOfTheirStepAndOfTheirRow()
    {
        using DeepTransformer model = new(ToySteps.ModelOf(TaskKind.MulticlassClassification));
        IDataView scored = model.Transform(Keys(([2, 1, 0, 0, 1, 2], ["red", ""]), ([0, 5, 0], ["grün"])));
        IDataView steps = _ml.Data.StepsAsRows(scored);

        Assert.AreSequenceEqual(["row 0", "row 1"], steps.GetColumn<string>("Name").ToArray());
        Assert.AreSequenceEqual([6, 3], steps.GetColumn<float[]>("Features").Select(features => features.Length).ToArray());
        Assert.AreSequenceEqual([1u, 2u], steps.GetColumn<uint>("PredictedLabel").ToArray());
        Assert.AreSequenceEqual(scored.GetColumn<float[]>("Score").SelectMany(scores => scores[..3]).ToArray(), steps.GetColumn<float[]>("Score").SelectMany(scores => scores).ToArray());
        Assert.IsFalse(steps.CanShuffle);
        Assert.IsNull(steps.GetRowCount());
        Assert.AreEqual(NumberDataViewType.Single, ((VectorDataViewType)steps.Schema["Score"].Type).ItemType);
    }

    [TestMethod]
    public void Columns_OfSteps_AreThoseOfAModelForRows()
    {
        using DeepTransformer model = new(ToySteps.ModelOf(TaskKind.MulticlassClassification)), ofRows = ToyModel.Multiclass();
        DataViewSchema steps = _ml.Data.StepsAsRows(model.Transform(Keys(([2, 1, 0], ["red"])))).Schema, rows = ofRows.GetOutputSchema(ToyRow.View(1).Schema);

        foreach (string name in (string[])["Score", "PredictedLabel"])
        {
            Assert.AreEqual(SchemaText.Of(rows[name]), SchemaText.Of(steps[name]));
        }
    }

    [TestMethod]
    public void OtherColumns_ThatAreNamed_AreThoseOfTheStep()
    {
        IDataView data = ToySteps.View<float>(_ml, ([1, 2, 3], [10, Missing, 30]));

        IDataView steps = _ml.Data.StepsAsRows(data, "Label", "Features");

        Assert.AreSequenceEqual([1f, 3], steps.GetColumn<float>("Features").ToArray());
        Assert.AreSequenceEqual([10f, 30], steps.GetColumn<float>("Label").ToArray());
    }

    [TestMethod]
    public void Cursor_ReadsOnlyWhatItIsAskedFor_AndGivesEachStepAnId()
    {
        ToyColumn labels = ToyColumn.InPlace("Label", NumberDataViewType.Single, 2, row => new float[] { row, row + 1 });
        ToyView view = new(3, labels, ToyColumn.Untouchable("Other"), ToyColumn.Number);
        IDataView steps = _ml.Data.StepsAsRows(view);
        List<(float, long, DataViewRowId)> rows = [];

        using (DataViewRowCursor cursor = steps.GetRowCursor([steps.Schema["Number"]]))
        {
            ValueGetter<float> number = cursor.GetGetter<float>(steps.Schema["Number"]);
            ValueGetter<DataViewRowId> idOf = cursor.GetIdGetter();
            float value = 0;
            DataViewRowId id = default;
            Assert.ThrowsExactly<InvalidOperationException>(() => idOf(ref id));
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => cursor.GetGetter<float>(steps.Schema["Label"]));
            while (cursor.MoveNext())
            {
                number(ref value);
                idOf(ref id);
                rows.Add((value, cursor.Position, id));
            }
            Assert.AreEqual(-1, cursor.Position);
            Assert.IsFalse(cursor.MoveNext());
        }

        Assert.AreSequenceEqual([0f, 0, 1, 1, 2, 2], rows.Select(row => row.Item1).ToArray());
        Assert.AreSequenceEqual([0L, 1, 2, 3, 4, 5], rows.Select(row => row.Item2).ToArray());
        Assert.AreEqual(6, rows.Select(row => row.Item3).Distinct().Count());
        Assert.AreEqual(0, view.OpenCursorCount);
    }

    [TestMethod]
    public void Column_WithAnotherNumberOfSteps_IsNamed()
    {
        IDataView data = ToySteps.View<float>(_ml, ([1], [1]), ([1, 2, 3], [1, 2]));

        InvalidOperationException error = Assert.ThrowsExactly<InvalidOperationException>(() => _ml.Data.StepsAsRows(data, "Label", "Features").GetColumn<float>("Features").ToArray());

        Assert.AreEqual("Column 'Features' has 3 values in row 1, where 2 labels in column 'Label' need 2. Give each step a label, and a missing one where there is none.", error.Message);
    }

    [TestMethod]
    public void Column_OfAnotherType_IsRefused()
    {
        IDataView data = ToySteps.View<float>(_ml, ([1], [1])), texts = ToySteps.View<string>(_ml, ([1], ["a"]));

        AssertRefused(() => _ml.Data.StepsAsRows(data, "Nothing"), "Could not find label column 'Nothing'. Add it to the data, or name another one in the options.");
        AssertRefused(() => _ml.Data.StepsAsRows(data, "Label", "Nothing"), "Could not find step column 'Nothing'. Add it to the data, or name another one in the options.");
        AssertRefused(() => _ml.Data.StepsAsRows(data, "Name"), "Schema mismatch for label column 'Name': expected a vector of keys, of Single or of Boolean, got String. Name the column that has a label for each step.");
        AssertRefused(() => _ml.Data.StepsAsRows(texts), "Schema mismatch for label column 'Label': expected a vector of keys, of Single or of Boolean, got Vector<String>. Name the column that has a label for each step.");
        AssertRefused(() => _ml.Data.StepsAsRows(data, "Label", "Name"), "Schema mismatch for step column 'Name': expected a vector, got String. Name only columns that have an element for each step: others are repeated.");
    }

    private static void AssertRefused(Action action, string message) => Assert.AreEqual(message, Assert.ThrowsExactly<ArgumentOutOfRangeException>(action).Message);

    /// <summary>Rows whose labels are keys in the order of the model's classes.</summary>
    private IDataView Keys(params (float[] Features, string[] Label)[] rows)
    {
        IDataView data = ToySteps.View(_ml, rows);
        IDataView classes = _ml.Data.LoadFromEnumerable(ToyModel.TextClasses.Values.Select(name => new { Label = name }));
        return _ml.Transforms.Conversion.MapValueToKey("Label", keyData: classes).Fit(data).Transform(data);
    }

    private static double Loss(double[] odds, int label) => Math.Log(odds.Sum(Math.Exp)) - odds[label];
}
