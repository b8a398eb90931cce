using Microsoft.ML;
using Microsoft.ML.Data;

namespace BatchScoring;

/// <summary>A model file: the columns that it reads, and the scores that it gives.</summary>
internal sealed class Model : IDisposable
{
    private static readonly string[] s_scores = ["PredictedLabel", "Score", "Probability"];
    private readonly ITransformer _transformer;

    public Model(MLContext ml, string path)
    {
        _transformer = ml.Model.Load(path, out DataViewSchema schema);
        IRowToRowMapper mapper = Mapper(schema);
        Inputs = [.. mapper.GetDependencies(ScoresOf(mapper.OutputSchema))];
        if (Inputs.FirstOrDefault(column => column.Type is VectorDataViewType) is { Name: not null } vector)
        {
            throw new InputException($"The model reads '{vector.Name}', a {vector.Type}; this program has tables, with one value in a column.");
        }
    }

    /// <summary>The columns that the scores depend on: not the label, and nothing that the training alone needed.</summary>
    public IReadOnlyList<DataViewSchema.Column> Inputs { get; }

    /// <summary>What scores one row after the other, exactly as a <c>PredictionEngine</c> does.</summary>
    public IRowToRowMapper Mapper(DataViewSchema schema) => _transformer.GetRowToRowMapper(schema);

    /// <summary>The columns with the scores, the last of each name.</summary>
    public static DataViewSchema.Column[] ScoresOf(DataViewSchema schema) =>
        [.. s_scores.Select(schema.GetColumnOrNull).Where(column => column is not null).Select(column => column!.Value)];

    public void Dispose() => (_transformer as IDisposable)?.Dispose();
}
