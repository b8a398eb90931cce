namespace MLNetDeep.Load;

/// <summary>What each version of a model says of each row, so that an answer tells its version.</summary>
internal sealed class KnownScores
{
    private const float Tolerance = 1e-4f; // rows that are scored together differ in their last digits

    private readonly float[][][] _scores; // by version and row

    /// <param name="width">The width of the networks.</param>
    /// <param name="versions">How many there are, of the seeds from 1 on.</param>
    internal KnownScores(int width, int versions)
    {
        Row[] rows = Row.Some(16);
        Requests = [.. rows.Select(row => Connection.Request(row.ToJson()))];
        MLContext ml = new();
        _scores = [.. Enumerable.Range(1, versions).Select(seed =>
        {
            using PredictionEngine<Row, Scores> engine = ml.Model.CreatePredictionEngine<Row, Scores>(Models.Create(width, seed));
            return rows.Select(row => engine.Predict(row).Score).ToArray();
        })];
    }

    /// <summary>The requests, by row.</summary>
    internal IReadOnlyList<byte[]> Requests { get; }

    /// <summary>How many versions say this of a row: 1, unless something is wrong.</summary>
    internal int VersionsOf(int row, Scores scores) => _scores.Count(version =>
        version[row].Length == scores.Score.Length && version[row].Zip(scores.Score).All(pair => Math.Abs(pair.First - pair.Second) < Tolerance));
}
