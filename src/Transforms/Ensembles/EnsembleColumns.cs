namespace MLNetDeep;

/// <summary>The columns of an ensemble: names, types and annotations are those of its first member.</summary>
internal static class EnsembleColumns
{
    /// <summary>The column of each member that is averaged.</summary>
    internal static string Averaged(TaskKind task) => task == TaskKind.BinaryClassification ? ScoreColumns.Probability : ScoreColumns.Score;

    /// <param name="task">What is predicted.</param>
    /// <param name="member">The schema of the first member's output.</param>
    /// <returns>Columns that read output 0 of a row, the score, and 1, the probability in binary classification.</returns>
    /// <exception cref="FormatException">The member lacks a column, or has one of another type.</exception>
    internal static IReadOnlyList<ScoreColumn> Of(TaskKind task, DataViewSchema member) => task switch
    {
        TaskKind.BinaryClassification =>
        [
            Like(task, member, ScoreColumns.Score, IsNumber, ScoreColumns.FirstOf(0)),
            Like(task, member, ScoreColumns.Probability, IsNumber, ScoreColumns.FirstOf(1)),
            Like(task, member, ScoreColumns.PredictedLabel, type => type is BooleanDataViewType, row => (ValueGetter<bool>)((ref bool value) => value = row.Output(1)[0] > 0.5f)),
        ],
        TaskKind.MulticlassClassification =>
        [
            Like(task, member, ScoreColumns.Score, IsVector, ScoreColumns.Vector(0)),
            Like(task, member, ScoreColumns.PredictedLabel, type => type is KeyDataViewType && type.RawType == typeof(uint), ScoreColumns.LargestKey),
        ],
        _ => [Like(task, member, ScoreColumns.Score, IsNumber, ScoreColumns.FirstOf(0))],
    };

    private static ScoreColumn Like(TaskKind task, DataViewSchema member, string name, Func<DataViewType, bool> isValid, Func<IScoredRow, Delegate> createGetter)
    {
        DataViewSchema.Column? column = member.GetColumnOrNull(name);
        return column is { } found && isValid(found.Type)
            ? new ScoreColumn(name, found.Type, found.Annotations, createGetter)
            : throw new FormatException($"The ensemble cannot be used: its first member gives '{name}' as {column?.Type.ToString() ?? "none"}, which no model for {task} does. Sweep again.");
    }

    private static bool IsNumber(DataViewType type) => type.RawType == typeof(float);

    private static bool IsVector(DataViewType type) => type is VectorDataViewType { IsKnownSize: true, Size: > 0 } vector && IsNumber(vector.ItemType);
}
