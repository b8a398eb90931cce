namespace MLNetDeep;

/// <summary>The columns of data whose rows are steps, in the order of those whose rows are sequences.</summary>
/// <param name="Columns">The schema.</param>
/// <param name="Label">The place of the label.</param>
/// <param name="Widths">By column, the elements of a step: 0 where it is a value, −1 where the column is the row's.</param>
internal sealed record StepSchema(DataViewSchema Columns, int Label, int[] Widths)
{
    private const int Value = 0;
    private const int OfRow = -1;

    private static readonly string[] s_scores = [ScoreColumns.Score, ScoreColumns.Probability, ScoreColumns.PredictedLabel];

    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type.</exception>
    internal static StepSchema Of(DataViewSchema input, string labelName, IEnumerable<string> otherNames)
    {
        DataViewSchema.Column label = input.GetColumnOrNull(labelName) ?? throw SchemaMismatch.Missing("label", labelName);
        DataViewType item = label.Type.Item();
        if (label.Type is not VectorDataViewType || item is not (KeyDataViewType or BooleanDataViewType) && !item.Equals(NumberDataViewType.Single))
        {
            throw SchemaMismatch.Of("label", labelName, "a vector of keys, of Single or of Boolean", $"{label.Type}", "Name the column that has a label for each step.");
        }
        int[] widths = [.. input.Select(_ => OfRow)];
        widths[label.Index] = Value;
        foreach (DataViewSchema.Column score in s_scores.Select(input.GetColumnOrNull).OfType<DataViewSchema.Column>().Where(score => score.Type is VectorDataViewType))
        {
            widths[score.Index] = score.Name == ScoreColumns.Score && item is KeyDataViewType classes ? checked((int)classes.Count) : Value;
        }
        foreach (string name in otherNames)
        {
            DataViewSchema.Column column = input.GetColumnOrNull(name) ?? throw SchemaMismatch.Missing("step", name);
            widths[column.Index] = column.Type is VectorDataViewType ? Value : throw SchemaMismatch.Of("step", name, "a vector", $"{column.Type}", "Name only columns that have an element for each step: others are repeated.");
        }
        DataViewSchema.Builder builder = new();
        foreach (DataViewSchema.Column column in input)
        {
            builder.AddColumn(column.Name, TypeOf(column, widths[column.Index]), AnnotationsOf(column, widths[column.Index], KindOf(item)));
        }
        return new StepSchema(builder.ToSchema(), label.Index, widths);
    }

    internal bool IsOfStep(int column) => Widths[column] != OfRow;

    private static DataViewType TypeOf(DataViewSchema.Column column, int width) => width switch
    {
        OfRow => column.Type,
        Value => column.Type.Item(),
        _ => new VectorDataViewType((PrimitiveDataViewType)column.Type.Item(), width),
    };

    private static TaskKind KindOf(DataViewType label) => label switch
    {
        KeyDataViewType => TaskKind.MulticlassClassification,
        BooleanDataViewType => TaskKind.BinaryClassification,
        _ => TaskKind.Regression,
    };

    /// <summary>Those of the column, but with the kind of scores that evaluators know, and the classes that slots stand for.</summary>
    private static DataViewSchema.Annotations AnnotationsOf(DataViewSchema.Column column, int width, TaskKind kind)
    {
        if (width == OfRow)
        {
            return column.Annotations;
        }
        DataViewSchema.Annotations.Builder builder = new();
        builder.Add(column.Annotations, name => name is not ("ScoreColumnKind" or "SlotNames"));
        if (column.Annotations.Schema.GetColumnOrNull("ScoreColumnKind") is not null)
        {
            builder.Add("ScoreColumnKind", TextDataViewType.Instance, (ref ReadOnlyMemory<char> value) => value = $"{kind}".AsMemory());
        }
        if (width > 0 && column.Annotations.Schema.GetColumnOrNull("TrainingLabelValues")?.Type is VectorDataViewType { ItemType: TextDataViewType } names)
        {
            builder.Add("SlotNames", names, column.Annotations.GetGetter<VBuffer<ReadOnlyMemory<char>>>(column.Annotations.Schema["TrainingLabelValues"]));
        }
        return builder.ToAnnotations();
    }
}
