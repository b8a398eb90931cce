namespace MLNetDeep;

/// <summary>What a model says of some rows, as numbers of which means make sense.</summary>
internal static class ScoresOfRows
{
    private const double Tolerance = 1e-3; // of the sum of probabilities

    /// <returns>The numbers of all rows, one row after the other; <see langword="null"/> for a model that does not go row by row, or gives no finite numbers or, in classification, no probabilities.</returns>
    internal static double[]? Of(TaskKind task, ITransformer model, IDataView rows)
    {
        if (!model.IsRowToRowMapper)
        {
            return null;
        }
        IDataView scored = model.Transform(rows);
        string name = EnsembleColumns.Averaged(task);
        float[][]? scores = scored.Schema.GetColumnOrNull(name)?.Type switch
        {
            NumberDataViewType { RawType: var type } when type == typeof(float) && task != TaskKind.MulticlassClassification => [[.. scored.GetColumn<float>(name)]],
            VectorDataViewType { ItemType.RawType: var type } when type == typeof(float) && task == TaskKind.MulticlassClassification => [.. scored.GetColumn<float[]>(name)],
            _ => null,
        };
        return scores is not null && (task != TaskKind.MulticlassClassification || scores.All(AreProbabilities)) && scores.All(row => row.All(float.IsFinite))
            ? [.. scores.SelectMany(row => row.Select(score => (double)score))]
            : null;
    }

    private static bool AreProbabilities(float[] scores) => scores.All(score => score >= 0) && Math.Abs(scores.Sum(score => (double)score) - 1) < Tolerance;
}
