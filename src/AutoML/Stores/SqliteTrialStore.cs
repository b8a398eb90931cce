using System.Globalization;
using Microsoft.Data.Sqlite;

namespace MLNetDeep;

/// <summary>Trials in an SQLite file: they outlive the process, and several processes share them.</summary>
/// <remarks>A trial belongs to the worker that claimed it while that gives signs of life; of a silent one, another worker takes it.</remarks>
internal sealed class SqliteTrialStore : ITrialStore
{
    private const int MaximumAttempts = 3; // a trial that ends its process would end one after the other
    private const int BeatInterval = 1000; // ms
    private const int DeadAfter = 10_000; // ms without a sign of life

    private readonly string _worker = Guid.NewGuid().ToString("N");
    private readonly SweepFile _file;
    private readonly SweepPlan _plan;
    private readonly Func<ITransformer, byte[]> _save;
    private readonly Func<byte[], ITransformer> _load;
    private readonly Timer _heart;

    /// <param name="file">Of the sweep.</param>
    /// <param name="plan">Makes trials of what is stored.</param>
    /// <param name="save">Makes bytes of a model.</param>
    /// <param name="load">Makes a model of bytes.</param>
    internal SqliteTrialStore(SweepFile file, SweepPlan plan, Func<ITransformer, byte[]> save, Func<byte[], ITransformer> load)
    {
        _file = file;
        _plan = plan;
        _save = save;
        _load = load;
        _heart = new Timer(_ => Beat(), null, BeatInterval, BeatInterval);
    }

    public IReadOnlyList<SweepTrial> Trials()
    {
        using SqliteConnection connection = _file.Connect();
        return Trials(connection);
    }

    public SweepTrial? Claim(Func<IReadOnlyList<SweepTrial>, SweepTrial?> propose)
    {
        using SqliteConnection connection = _file.Connect();
        using SqliteTransaction transaction = connection.BeginTransaction(deferred: false);
        SweepTrial? claimed = Left(connection) ?? Proposed(connection, propose);
        transaction.Commit();
        return claimed;
    }

    public bool OthersRun()
    {
        using SqliteConnection connection = _file.Connect();
        return SweepFile.Query(connection, "SELECT 1 FROM trial WHERE state = 'Running' AND worker <> $worker LIMIT 1", _ => 1, ("$worker", _worker)).Count > 0;
    }

    public IReadOnlyList<double> Report(int trial, int fold, int rung, double loss)
    {
        using SqliteConnection connection = _file.Connect();
        SweepFile.Execute(
            connection, "INSERT OR REPLACE INTO rung VALUES ($trial, $fold, $rung, $loss)",
            ("$trial", trial), ("$fold", fold), ("$rung", rung), ("$loss", double.IsNaN(loss) ? null : loss)); // SQLite knows no NaN
        return SweepFile.Query(
            connection, "SELECT loss FROM rung WHERE trial <> $trial AND fold = $fold AND rung = $rung", row => row.IsDBNull(0) ? double.NaN : row.GetDouble(0),
            ("$trial", trial), ("$fold", fold), ("$rung", rung));
    }

    public void Finish(SweepTrial trial)
    {
        byte[]? model = null;
        if (trial.Fitted is { } fitted)
        {
            (model, trial) = Saved(trial, fitted);
        }
        using SqliteConnection connection = _file.Connect();
        using SqliteTransaction transaction = connection.BeginTransaction(deferred: false);
        int mine = SweepFile.Execute(
            connection, "UPDATE trial SET state = $state, metric = $metric, reason = $reason, epochs = $epochs, duration = $duration WHERE number = $number AND worker = $worker AND state = 'Running'",
            ("$state", $"{trial.State}"), ("$metric", trial.Metric), ("$reason", trial.Reason), ("$epochs", trial.Epochs),
            ("$duration", (long)trial.Duration.TotalMilliseconds), ("$number", trial.Number), ("$worker", _worker));
        if (mine == 1 && model is not null)
        {
            SweepFile.Execute(connection, "INSERT OR REPLACE INTO model VALUES ($trial, $content)", ("$trial", trial.Number), ("$content", model));
        }
        transaction.Commit();
    }

    public void KeepModels(IReadOnlySet<int> trials)
    {
        using SqliteConnection connection = _file.Connect();
        SweepFile.Execute(connection, $"DELETE FROM model WHERE trial NOT IN ({string.Join(',', trials)})");
    }

    public void Dispose()
    {
        _heart.Dispose();
        _file.Close();
    }

    /// <summary>A trial that was cancelled with its sweep, or whose worker is silent.</summary>
    private SweepTrial? Left(SqliteConnection connection)
    {
        const string IsSilent = "state = 'Running' AND beat < $silent";
        long silent = SweepFile.Now - DeadAfter;
        SweepFile.Execute(
            connection, $"UPDATE trial SET state = 'Failed', reason = 'Its process ended {MaximumAttempts} times.' WHERE {IsSilent} AND attempts >= {MaximumAttempts}", ("$silent", silent));
        int number = SweepFile.Query(
            connection, $"SELECT number FROM trial WHERE state = 'Cancelled' OR ({IsSilent}) ORDER BY number LIMIT 1", row => row.GetInt32(0), ("$silent", silent)).FirstOrDefault();
        if (number == 0)
        {
            return null;
        }
        SweepFile.Execute(
            connection, "UPDATE trial SET attempts = CASE state WHEN 'Cancelled' THEN 1 ELSE attempts + 1 END, state = 'Running', reason = NULL, worker = $worker, beat = $now, started = $started WHERE number = $number; DELETE FROM rung WHERE trial = $number",
            ("$worker", _worker), ("$now", SweepFile.Now), ("$started", SweepFile.Now - _file.Began), ("$number", number));
        return Trials(connection)[number - 1];
    }

    private SweepTrial? Proposed(SqliteConnection connection, Func<IReadOnlyList<SweepTrial>, SweepTrial?> propose)
    {
        SweepTrial? proposed = propose(Trials(connection));
        if (proposed is not null)
        {
            SweepFile.Execute(
                connection, "INSERT INTO trial (number, candidate, coordinates, state, started, worker, beat, attempts) VALUES ($number, $candidate, $coordinates, 'Running', $started, $worker, $now, 1)",
                ("$number", proposed.Number), ("$candidate", proposed.Point.Candidate), ("$coordinates", Text(proposed.Point.Coordinates)),
                ("$started", SweepFile.Now - _file.Began), ("$worker", _worker), ("$now", SweepFile.Now));
        }
        return proposed;
    }

    private List<SweepTrial> Trials(SqliteConnection connection) => SweepFile.Query(
        connection,
        "SELECT number, candidate, coordinates, state, metric, reason, epochs, started, duration, EXISTS (SELECT * FROM model WHERE trial = number) FROM trial ORDER BY number",
        row => _plan.Trial(row.GetInt32(0), new SearchPoint(row.GetInt32(1), Numbers(row.GetString(2)))) with
        {
            State = Enum.Parse<TrialState>(row.GetString(3)),
            Metric = row.IsDBNull(4) ? null : row.GetDouble(4),
            Reason = row.IsDBNull(5) ? null : row.GetString(5),
            Epochs = row.GetInt32(6),
            Started = TimeSpan.FromMilliseconds(row.GetInt64(7)),
            Duration = TimeSpan.FromMilliseconds(row.GetInt64(8)),
            Fitted = row.GetBoolean(9) ? Stored(row.GetInt32(0)) : null,
        });

    /// <summary>A model that is read when it is asked for.</summary>
    private TrialModel Stored(int trial) => new(() =>
    {
        using SqliteConnection connection = _file.Connect();
        return _load(SweepFile.Query(connection, "SELECT content FROM model WHERE trial = $trial", row => row.GetFieldValue<byte[]>(0), ("$trial", trial)).Single());
    });

    private (byte[]? Model, SweepTrial Trial) Saved(SweepTrial trial, TrialModel fitted)
    {
        try
        {
            return (_save(fitted.Chain), trial);
        }
        catch (Exception exception) // of anybody's transformer
        {
            string reason = $"The model cannot be saved, which a sweep with a Store needs: {exception.GetBaseException().Message}";
            return (null, trial with { State = TrialState.Failed, Metric = null, Reason = reason });
        }
        finally
        {
            fitted.Dispose();
        }
    }

    private void Beat()
    {
        try
        {
            using SqliteConnection connection = _file.Connect();
            SweepFile.Execute(connection, "UPDATE trial SET beat = $now WHERE worker = $worker AND state = 'Running'", ("$now", SweepFile.Now), ("$worker", _worker));
        }
        catch (SqliteException)
        {
            // The next beat may do better; without any, another worker takes the trial.
        }
    }

    private static string Text(IReadOnlyList<double> coordinates) => string.Join(' ', coordinates.Select(coordinate => coordinate.ToString("R", CultureInfo.InvariantCulture)));

    private static double[] Numbers(string text) => [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(number => double.Parse(number, CultureInfo.InvariantCulture))];
}
