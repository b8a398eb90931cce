using System.Numerics.Tensors;

namespace MLNetDeep;

/// <summary>The columns of a model with outputs for each step: vectors of as many steps as the row's features, side by side.</summary>
/// <remarks>
/// Steps that are not looked at have NaN for a number, a missing key, and <see langword="false"/>. The kinds of scores are ML.NET's for such
/// vectors, so that nothing takes them for the scores of a row.
/// </remarks>
internal static class StepScoreColumns
{
    private const string Classes = "SequenceClassification";
    private const string Numbers = "MultiOutputRegression";

    /// <summary>What makes a value of a step's outputs.</summary>
    private delegate T StepValue<out T>(ReadOnlySpan<float> outputs);

    /// <param name="model">The model.</param>
    /// <param name="features">The type of its feature column.</param>
    /// <param name="setId">That of these scores.</param>
    internal static IReadOnlyList<ScoreColumn> Of(ModelDescription model, VectorDataViewType features, uint setId)
    {
        int steps = features.Size / StepWidth(model); // 0 if rows differ
        return model.Task switch
        {
            TaskKind.BinaryClassification => Binary(model, steps, setId),
            TaskKind.MulticlassClassification => Multiclass(model, steps, setId),
            _ => [new(ScoreColumns.Score, Vector(NumberDataViewType.Single, steps), ScoreColumns.Annotations(Numbers, ScoreColumns.Score, setId).ToAnnotations(), ScoreColumns.Vector(0))],
        };
    }

    private static int StepWidth(ModelDescription model) =>
        model.Sequence == SequenceKind.Tokens ? 1 : ((RnnOptions)model.Options).FeaturesPerStep!.Value;

    private static ScoreColumn[] Binary(ModelDescription model, int steps, uint setId) =>
    [
        new(ScoreColumns.Score, Vector(NumberDataViewType.Single, steps), ScoreColumns.Annotations(Classes, ScoreColumns.Score, setId).ToAnnotations(), ScoreColumns.Vector(0)),
        new(ScoreColumns.Probability, Vector(NumberDataViewType.Single, steps), ScoreColumns.Normalized(Classes, setId), ScoreColumns.Vector(1)),
        new(ScoreColumns.PredictedLabel, Vector(BooleanDataViewType.Instance, steps), ScoreColumns.Annotations(Classes, ScoreColumns.PredictedLabel, setId).ToAnnotations(),
            OfEachStep(1, 1, probability => probability[0] > model.Threshold)),
    ];

    private static ScoreColumn[] Multiclass(ModelDescription model, int steps, uint setId)
    {
        DataViewSchema.Annotations.Builder score = ScoreColumns.Annotations(Classes, ScoreColumns.Score, setId);
        DataViewSchema.Annotations.Builder predictedLabel = ScoreColumns.Annotations(Classes, ScoreColumns.PredictedLabel, setId);
        model.Classes?.AddTo(score, "TrainingLabelValues");
        model.Classes?.AddTo(predictedLabel, "KeyValues");
        return
        [
            new(ScoreColumns.Score, new VectorDataViewType(NumberDataViewType.Single, steps, model.OutputCount), score.ToAnnotations(), ScoreColumns.Vector(0)),
            new(ScoreColumns.PredictedLabel, Vector(new KeyDataViewType(typeof(uint), model.OutputCount), steps), predictedLabel.ToAnnotations(),
                OfEachStep(0, model.OutputCount, scores => float.IsNaN(scores[0]) ? 0 : (uint)TensorPrimitives.IndexOfMax(scores) + 1)),
        ];
    }

    private static VectorDataViewType Vector(PrimitiveDataViewType item, int steps) => new(item, steps);

    private static Func<IScoredRow, Delegate> OfEachStep<T>(int output, int width, StepValue<T> value) => row => (ValueGetter<VBuffer<T>>)((ref VBuffer<T> values) =>
    {
        ReadOnlySpan<float> outputs = row.Output(output);
        VBufferEditor<T> editor = VBufferEditor.Create(ref values, outputs.Length / width);
        for (int step = 0; step < editor.Values.Length; step++)
        {
            editor.Values[step] = value(outputs.Slice(step * width, width));
        }
        values = editor.Commit();
    });
}
