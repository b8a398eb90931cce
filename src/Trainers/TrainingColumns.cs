using MLNetDeep.Onnx;
using MLNetDeep.Tasks;

namespace MLNetDeep;

/// <summary>The columns of a view that a trainer reads, checked.</summary>
/// <param name="Features">The features.</param>
/// <param name="Label">What to predict.</param>
/// <param name="Weight">The weight of a row, if there is one.</param>
/// <param name="Shape">How the features of a row form an image or a signal, where the network wants to know.</param>
/// <param name="Sequence">How they form a sequence, likewise.</param>
internal sealed record TrainingColumns(
    DataViewSchema.Column Features, DataViewSchema.Column Label, DataViewSchema.Column? Weight, ImageShape? Shape, SequenceShape? Sequence)
{
    /// <summary>D, the number of slots of the feature vector; of sequences of any length, the numbers of a step, or the tokens.</summary>
    internal int FeatureCount => Sequence?.FeatureCount ?? ((VectorDataViewType)Features.Type).Size;

    /// <summary>Whether each step of a row has a label.</summary>
    internal bool HasStepLabels => Label.Type is VectorDataViewType;

    /// <summary>The type of a label.</summary>
    internal DataViewType LabelType => Label.Type.Item();

    internal IEnumerable<DataViewSchema.Column> All => Weight is { } weight ? [Features, Label, weight] : [Features, Label];

    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type than needed, or has more features than a graph may.</exception>
    internal static TrainingColumns Of(DataViewSchema schema, DeepTrainerOptions options, TrainingTask task)
    {
        TrainingColumns columns = Named(schema, options, task);
        columns = options switch
        {
            CnnOptions cnn => columns with { Shape = ImageShape.Of(columns.Features, cnn) },
            RnnOptions rnn => columns.AsSequences(rnn),
            _ => columns,
        };
        return columns.FeatureCount <= OnnxValidator.MaximumWidth
            ? columns
            : throw SchemaMismatch.Of("feature", columns.Features.Name, $"at most {OnnxValidator.MaximumWidth} slots", $"{columns.FeatureCount}", "Hash to fewer bits, or select features.");
    }

    /// <summary>The columns of validation data, whose rows have the form of the training rows.</summary>
    /// <param name="schema">That of the validation data.</param>
    /// <param name="trained">The options as the model will know them: with the shape of a row.</param>
    /// <param name="task">What to predict.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type than needed, or features or labels are not as in training.</exception>
    internal TrainingColumns ForValidation(DataViewSchema schema, DeepTrainerOptions trained, TrainingTask task)
    {
        TrainingColumns columns = Named(schema, trained, task);
        FeatureColumn.CheckLikeTraining(columns.Features, Sequence?.Kind, FeatureCount, trained);
        ValidationLabels.Check(this, columns);
        return trained is RnnOptions rnn && columns.AsSequences(rnn) is { Sequence: { } sequence } steps
            ? steps with { Sequence = sequence with { Steps = Sequence!.Steps } }
            : columns with { Shape = Shape };
    }

    /// <summary>Checks the columns.</summary>
    /// <returns>The label, and whether outputs are scalars or vectors.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type than needed.</exception>
    internal static (SchemaShape.Column Label, SchemaShape.Column.VectorKind Outputs) Check(SchemaShape schema, DeepTrainerOptions options, TrainingTask task)
    {
        SchemaShape.Column features = Find(schema, "feature", options.FeatureColumnName);
        if (options is RnnOptions)
        {
            CheckSequences(features);
        }
        else if (features.Kind == SchemaShape.Column.VectorKind.VariableVector && options is CnnOptions)
        {
            throw SchemaMismatch.Of("feature", features.Name, "Vector<Single> of known size", features.GetTypeString(), "Bring all rows to one length, or use Trainers.Rnn, which takes rows of any length.");
        }
        else if (features.Kind != SchemaShape.Column.VectorKind.Vector || !IsSingle(features))
        {
            throw SchemaMismatch.Feature(features.Name, features.GetTypeString());
        }
        SchemaShape.Column label = Find(schema, "label", options.LabelColumnName);
        task.CheckLabel(label, mayBeOfSteps: options is RnnOptions);
        if (options.ExampleWeightColumnName is string name && Find(schema, "weight", name) is var weight
            && (weight.Kind != SchemaShape.Column.VectorKind.Scalar || !IsSingle(weight)))
        {
            throw SchemaMismatch.Of("weight", name, "Single", weight.GetTypeString(),
                $"Convert it with mlContext.Transforms.Conversion.ConvertType(\"{name}\", outputKind: DataKind.Single).");
        }
        return (label, label.Kind == SchemaShape.Column.VectorKind.Scalar ? SchemaShape.Column.VectorKind.Scalar : features.Kind);
    }

    private TrainingColumns AsSequences(RnnOptions options)
    {
        SequenceShape sequence = SequenceShape.Of(Features, options) with { HasStepLabels = HasStepLabels };
        int steps = ((VectorDataViewType)Features.Type).Size / sequence.Form.Width;
        if (Label.Type is VectorDataViewType { Size: > 0 and var labels } && steps > 0 && labels != steps)
        {
            throw SchemaMismatch.Of("label", Label.Name, $"{steps} labels, one for each step of '{Features.Name}'", $"{Label.Type}", "Give each step a label, and a missing one where there is none; or give each row one.");
        }
        return this with { Sequence = sequence };
    }

    private static void CheckSequences(SchemaShape.Column features)
    {
        if (features.Kind == SchemaShape.Column.VectorKind.Scalar || !(features.IsKey || IsSingle(features)))
        {
            throw SchemaMismatch.Sequence(features.Name, features.GetTypeString());
        }
    }

    private static TrainingColumns Named(DataViewSchema schema, DeepTrainerOptions options, TrainingTask task)
    {
        Check(SchemaShape.Create(schema), options, task);
        DataViewSchema.Column? weight = options.ExampleWeightColumnName is string name ? schema[name] : null;
        return new TrainingColumns(schema[options.FeatureColumnName], schema[options.LabelColumnName], weight, Shape: null, Sequence: null);
    }

    private static SchemaShape.Column Find(SchemaShape schema, string role, string name) =>
        schema.TryFindColumn(name, out SchemaShape.Column column) ? column : throw SchemaMismatch.Missing(role, name);

    private static bool IsSingle(SchemaShape.Column column) => !column.IsKey && column.ItemType.Equals(NumberDataViewType.Single);
}
