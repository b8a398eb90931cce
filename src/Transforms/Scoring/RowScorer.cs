namespace MLNetDeep;

/// <summary>Maps a row to the row with its scores: what <c>PredictionEngine</c> runs.</summary>
internal sealed class RowScorer : IRowToRowMapper
{
    /// <param name="model">The network.</param>
    /// <param name="scorer">What computes its outputs.</param>
    /// <param name="input">The schema of the rows.</param>
    /// <param name="block">Where rows find their outputs; none: each row is scored by itself.</param>
    internal RowScorer(DeepModel model, IScorer scorer, DataViewSchema input, RowBlock? block = null)
    {
        Model = model.Description;
        Scorer = scorer;
        Block = block;
        Features = FeatureColumn.In(input, Model);
        Form = SequenceForm.Of(Model, Features);
        InputSchema = input;
        Scores = ScoreColumns.Of(Model, input);
        OutputSchema = AddScores(input, Scores);
    }

    public DataViewSchema InputSchema { get; }

    public DataViewSchema OutputSchema { get; }

    internal ModelDescription Model { get; }

    internal IScorer Scorer { get; }

    /// <summary>Where rows find their outputs, if they are scored together.</summary>
    internal RowBlock? Block { get; }

    /// <summary>The feature column of the input.</summary>
    internal DataViewSchema.Column Features { get; }

    /// <summary>How rows are sequences, if they differ in length.</summary>
    internal SequenceForm? Form { get; }

    /// <summary>The columns behind those of the input, in order.</summary>
    internal IReadOnlyList<ScoreColumn> Scores { get; }

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns)
    {
        bool[] needed = new bool[InputSchema.Count];
        foreach (DataViewSchema.Column column in dependingColumns)
        {
            needed[column.Index < InputSchema.Count ? column.Index : Features.Index] = true;
        }
        return InputSchema.Where(column => needed[column.Index]);
    }

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        if (input.Schema != InputSchema)
        {
            throw new ArgumentException("The row has another schema than the one this mapper was made for.", nameof(input));
        }
        bool[] active = new bool[OutputSchema.Count];
        foreach (DataViewSchema.Column column in activeColumns)
        {
            active[column.Index] = true;
        }
        return new ScoredRow(input, this, active);
    }

    private static DataViewSchema AddScores(DataViewSchema input, IReadOnlyList<ScoreColumn> scores)
    {
        DataViewSchema.Builder builder = new();
        builder.AddColumns(input);
        foreach (ScoreColumn score in scores)
        {
            builder.AddColumn(score.Name, score.Type, score.Annotations);
        }
        return builder.ToSchema();
    }
}
