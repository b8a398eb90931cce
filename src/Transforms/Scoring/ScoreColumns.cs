namespace MLNetDeep;

/// <summary>The columns that a task adds to scored data: names, types, annotations, and how a row's values are read.</summary>
/// <remarks>Names and annotations are those of ML.NET's own prediction transformers, so that evaluators find what they look for.</remarks>
internal static class ScoreColumns
{
    internal const string Score = "Score";
    internal const string Probability = "Probability";
    internal const string PredictedLabel = "PredictedLabel";

    /// <summary>The columns of a model over an input schema.</summary>
    internal static IReadOnlyList<ScoreColumn> Of(ModelDescription model, DataViewSchema input)
    {
        uint setId = NextSetId(input);
        if (model.HasStepOutputs)
        {
            return StepScoreColumns.Of(model, (VectorDataViewType)input[model.Options.FeatureColumnName].Type, setId);
        }
        return model.Task switch
        {
            TaskKind.BinaryClassification => Binary(model, setId),
            TaskKind.MulticlassClassification => Multiclass(model, setId),
            TaskKind.Regression => [new ScoreColumn(Score, NumberDataViewType.Single, Annotations($"{model.Task}", Score, setId).ToAnnotations(), FirstOf(0))],
            _ => throw new InvalidOperationException($"Unknown task {model.Task}."), // GraphOutputs lets none through
        };
    }

    internal static DataViewSchema.Annotations.Builder Annotations(string kind, string valueKind, uint setId)
    {
        DataViewSchema.Annotations.Builder builder = new();
        builder.Add("ScoreColumnSetId", new KeyDataViewType(typeof(uint), int.MaxValue), (ref uint value) => value = setId);
        builder.Add("ScoreColumnKind", TextDataViewType.Instance, (ref ReadOnlyMemory<char> value) => value = kind.AsMemory());
        builder.Add("ScoreValueKind", TextDataViewType.Instance, (ref ReadOnlyMemory<char> value) => value = valueKind.AsMemory());
        return builder;
    }

    /// <summary>The annotations of probabilities.</summary>
    internal static DataViewSchema.Annotations Normalized(string kind, uint setId)
    {
        DataViewSchema.Annotations.Builder probability = Annotations(kind, Probability, setId);
        probability.Add("IsNormalized", BooleanDataViewType.Instance, (ref bool value) => value = true);
        return probability.ToAnnotations();
    }

    /// <summary>An output as a vector of all its numbers.</summary>
    internal static Func<IScoredRow, Delegate> Vector(int output) => row => (ValueGetter<VBuffer<float>>)((ref VBuffer<float> value) =>
    {
        ReadOnlySpan<float> scores = row.Output(output);
        VBufferEditor<float> editor = VBufferEditor.Create(ref value, scores.Length);
        scores.CopyTo(editor.Values);
        value = editor.Commit();
    });

    /// <summary>The first number of an output.</summary>
    internal static Func<IScoredRow, Delegate> FirstOf(int output) =>
        row => (ValueGetter<float>)((ref float value) => value = row.Output(output)[0]);

    /// <summary>The class with the highest score.</summary>
    internal static ValueGetter<uint> LargestKey(IScoredRow row) => (ref uint value) =>
        value = (uint)System.Numerics.Tensors.TensorPrimitives.IndexOfMax(row.Output(0)) + 1;

    private static ScoreColumn[] Binary(ModelDescription model, uint setId)
    {
        string kind = $"{model.Task}";
        ValueGetter<bool> PredictedLabelGetter(IScoredRow row) =>
            (ref bool value) => value = row.Output(1)[0] > model.Threshold;
        return
        [
            new(Score, NumberDataViewType.Single, Annotations(kind, Score, setId).ToAnnotations(), FirstOf(0)),
            new(Probability, NumberDataViewType.Single, Normalized(kind, setId), FirstOf(1)),
            new(PredictedLabel, BooleanDataViewType.Instance, Annotations(kind, PredictedLabel, setId).ToAnnotations(), PredictedLabelGetter),
        ];
    }

    private static ScoreColumn[] Multiclass(ModelDescription model, uint setId)
    {
        DataViewSchema.Annotations.Builder score = Annotations($"{model.Task}", Score, setId);
        DataViewSchema.Annotations.Builder predictedLabel = Annotations($"{model.Task}", PredictedLabel, setId);
        model.Classes?.AddTo(score, "TrainingLabelValues");
        model.Classes?.AddTo(predictedLabel, "KeyValues");
        if (model.Classes?.ItemType == "Text")
        {
            model.Classes.AddTo(score, "SlotNames");
        }
        return
        [
            new(Score, new VectorDataViewType(NumberDataViewType.Single, model.OutputCount), score.ToAnnotations(), Vector(0)),
            new(PredictedLabel, new KeyDataViewType(typeof(uint), model.OutputCount), predictedLabel.ToAnnotations(), LargestKey),
        ];
    }

    /// <summary>One more than the highest set number in use: evaluators take the columns of the highest set for the latest scores.</summary>
    private static uint NextSetId(DataViewSchema input)
    {
        uint highest = 0;
        foreach (DataViewSchema.Column column in input)
        {
            if (column.Annotations.Schema.GetColumnOrNull("ScoreColumnSetId")?.Type is KeyDataViewType type && type.RawType == typeof(uint))
            {
                uint id = 0;
                column.Annotations.GetValue("ScoreColumnSetId", ref id);
                highest = Math.Max(highest, id);
            }
        }
        return checked(highest + 1);
    }
}
