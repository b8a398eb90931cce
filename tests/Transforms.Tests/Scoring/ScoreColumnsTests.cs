using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Tests;

[TestClass]
public sealed class ScoreColumnsTests
{
    private readonly MLContext _ml = new();

    [TestMethod]
    public void Binary_AddsScoreProbabilityAndPredictedLabel()
    {
        using DeepTransformer transformer = ToyModel.Binary();
        Assert.AreEqual(
            """
            Score: Single
              ScoreColumnSetId: Key<UInt32, 0-2147483646> = 1
              ScoreColumnKind: String = BinaryClassification
              ScoreValueKind: String = Score
            Probability: Single
              ScoreColumnSetId: Key<UInt32, 0-2147483646> = 1
              ScoreColumnKind: String = BinaryClassification
              ScoreValueKind: String = Probability
              IsNormalized: Boolean = True
            PredictedLabel: Boolean
              ScoreColumnSetId: Key<UInt32, 0-2147483646> = 1
              ScoreColumnKind: String = BinaryClassification
              ScoreValueKind: String = PredictedLabel
            """,
            Describe(transformer));
    }

    [TestMethod]
    public void Multiclass_OfTextClasses_NamesThemEverywhere()
    {
        using DeepTransformer transformer = ToyModel.Multiclass();
        Assert.AreEqual(
            """
            Score: Vector<Single, 3>
              ScoreColumnSetId: Key<UInt32, 0-2147483646> = 1
              ScoreColumnKind: String = MulticlassClassification
              ScoreValueKind: String = Score
              TrainingLabelValues: Vector<String, 3> = red grün blue
              SlotNames: Vector<String, 3> = red grün blue
            PredictedLabel: Key<UInt32, 0-2>
              ScoreColumnSetId: Key<UInt32, 0-2147483646> = 1
              ScoreColumnKind: String = MulticlassClassification
              ScoreValueKind: String = PredictedLabel
              KeyValues: Vector<String, 3> = red grün blue
            """,
            Describe(transformer));
    }

    [TestMethod]
    public void Multiclass_OfNumbers_HasNoSlotNames()
    {
        using DeepTransformer transformer = ToyModel.Multiclass(new ClassLabels("Single", ["1.5", "-2", "NaN"]));
        string columns = Describe(transformer);
        Assert.Contains("TrainingLabelValues: Vector<Single, 3> = 1.5 -2 NaN", columns);
        Assert.Contains("KeyValues: Vector<Single, 3> = 1.5 -2 NaN", columns);
        Assert.DoesNotContain("SlotNames", columns);
    }

    [TestMethod]
    public void Multiclass_OfKeysWithoutValues_HasNoNames()
    {
        using DeepTransformer transformer = ToyModel.Multiclass(classes: null);
        string columns = Describe(transformer);
        Assert.DoesNotContain("TrainingLabelValues", columns);
        Assert.DoesNotContain("KeyValues", columns);
        Assert.DoesNotContain("SlotNames", columns);
        Assert.IsEmpty(transformer.Model.ClassNames);
    }

    [TestMethod]
    public void Regression_AddsScore()
    {
        using DeepTransformer transformer = ToyModel.Regression();
        Assert.AreEqual(
            """
            Score: Single
              ScoreColumnSetId: Key<UInt32, 0-2147483646> = 1
              ScoreColumnKind: String = Regression
              ScoreValueKind: String = Score
            """,
            Describe(transformer));
    }

    [TestMethod]
    public void Columns_AreDescribedLikeThoseOfMLNetsOwnTrainers()
    {
        string[] colors = ["red", "grün", "blue"];
        ToyColumn color = ToyColumn.Of("Label", TextDataViewType.Instance, row => colors[row % 3].AsMemory());
        IDataView Rows(ToyColumn label) => _ml.Data.Cache(new ToyView(30, ToyColumn.Features, label));
        IDataView keys = _ml.Transforms.Conversion.MapValueToKey("Label").Fit(Rows(color)).Transform(Rows(color));
        IDataView flags = Rows(ToyColumn.Of("Label", BooleanDataViewType.Instance, row => row % 2 == 0));

        AssertDescribedAlike(ToyModel.Binary(), _ml.BinaryClassification.Trainers.LbfgsLogisticRegression().Fit(flags));
        AssertDescribedAlike(ToyModel.Multiclass(), _ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy().Fit(keys));
        AssertDescribedAlike(ToyModel.Regression(), _ml.Regression.Trainers.OnlineGradientDescent().Fit(Rows(ToyColumn.Number with { Name = "Label" })));
    }

    [TestMethod]
    public void PredictedLabel_MappedToItsValue_IsTheNameOfTheLargestScore()
    {
        using DeepTransformer transformer = ToyModel.Multiclass();
        IDataView scored = transformer.Transform(ToyRow.View(50));
        IDataView named = _ml.Transforms.Conversion.MapKeyToValue("Name", "PredictedLabel").Fit(scored).Transform(scored);
        Assert.AreSequenceEqual(
            scored.GetColumn<float[]>("Score").Select(scores => transformer.Model.ClassNames[scores.IndexOf(scores.Max())]),
            named.GetColumn<string>("Name"));
    }

    [TestMethod]
    public void SecondModel_InAChain_HidesTheScoresOfTheFirstAndEvaluatesAsTheLatest()
    {
        using DeepTransformer first = ToyModel.SumOf(ToyModel.FeatureCount);
        using DeepTransformer second = ToyModel.Regression();
        ToyColumn label = ToyColumn.Of("Label", NumberDataViewType.Single, row => ToyModel.Linear(ToyRow.FeaturesOf((int)row)));
        IDataView scored = second.Transform(first.Transform(new ToyView(50, ToyColumn.Features, label)));
        Assert.AreSequenceEqual(["Features", "Label", "Score", "Score"], scored.Schema.Select(column => column.Name));
        Assert.AreSequenceEqual([1u, 2u], scored.Schema.Skip(2).Select(SetId));
        Assert.AreEqual(0, _ml.Regression.Evaluate(scored).MeanAbsoluteError);
    }

    [TestMethod]
    public void SetId_OverScoresOfMLNet_IsOneMore()
    {
        IDataView rows = _ml.Transforms.CopyColumns("Label", "Number").Fit(ToyRow.View(50)).Transform(ToyRow.View(50));
        IDataView scored = _ml.Regression.Trainers.OnlineGradientDescent().Fit(rows).Transform(rows);
        using DeepTransformer transformer = ToyModel.Binary();
        DataViewSchema schema = transformer.GetOutputSchema(scored.Schema);
        Assert.AreEqual(1u, SetId(scored.Schema["Score"]));
        Assert.AreSequenceEqual([2u, 2u, 2u], schema.Skip(scored.Schema.Count).Select(SetId));
    }

    private static void AssertDescribedAlike(DeepTransformer transformer, ITransformer other)
    {
        string[] own = Describe(transformer).Split(Environment.NewLine);
        transformer.Dispose();
        Assert.AreSequenceEqual(Describe(other).Split(Environment.NewLine).Order(), own.Order());
    }

    private static string Describe(ITransformer transformer)
    {
        DataViewSchema input = ToyRow.View(1).Schema;
        return string.Join(Environment.NewLine, transformer.GetOutputSchema(input).Skip(input.Count).SelectMany(column =>
            column.Annotations.Schema
                .Select(annotation => $"  {annotation.Name}: {annotation.Type} = {Value(column, annotation)}")
                .Prepend($"{column.Name}: {column.Type}")));
    }

    private static string Value(DataViewSchema.Column column, DataViewSchema.Column annotation) => annotation.Type.RawType switch
    {
        Type type when type == typeof(bool) => $"{Get<bool>(column, annotation.Name)}",
        Type type when type == typeof(uint) => $"{Get<uint>(column, annotation.Name)}",
        Type type when type == typeof(VBuffer<float>) => string.Join(" ", Get<VBuffer<float>>(column, annotation.Name).DenseValues()),
        Type type when type == typeof(VBuffer<ReadOnlyMemory<char>>) => string.Join(" ", Get<VBuffer<ReadOnlyMemory<char>>>(column, annotation.Name).DenseValues()),
        _ => $"{Get<ReadOnlyMemory<char>>(column, annotation.Name)}",
    };

    private static uint SetId(DataViewSchema.Column column) => Get<uint>(column, "ScoreColumnSetId");

    private static T Get<T>(DataViewSchema.Column column, string annotation)
    {
        T value = default!;
        column.Annotations.GetValue(annotation, ref value);
        return value;
    }
}
