using System.Globalization;
using Microsoft.Data.Sqlite;

namespace MLNetDeep;

/// <summary>An SQLite file that holds one sweep. Several processes may use it at once.</summary>
internal sealed class SweepFile
{
    private const int Format = 1;

    private const string Schema = """
        CREATE TABLE IF NOT EXISTS sweep (format INTEGER NOT NULL, definition TEXT NOT NULL, seed INTEGER NOT NULL, began INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS trial (number INTEGER PRIMARY KEY, candidate INTEGER NOT NULL, coordinates TEXT NOT NULL, state TEXT NOT NULL, metric REAL, reason TEXT,
            epochs INTEGER NOT NULL DEFAULT 0, started INTEGER NOT NULL, duration INTEGER NOT NULL DEFAULT 0, worker TEXT NOT NULL, beat INTEGER NOT NULL, attempts INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS rung (trial INTEGER NOT NULL, fold INTEGER NOT NULL, rung INTEGER NOT NULL, loss REAL, PRIMARY KEY (trial, fold, rung));
        CREATE TABLE IF NOT EXISTS model (trial INTEGER PRIMARY KEY, content BLOB NOT NULL);
        """;

    private readonly string _connection;

    private SweepFile(string path) => _connection = new SqliteConnectionStringBuilder { DataSource = path, DefaultTimeout = 60 }.ToString();

    /// <summary>The seed of the sweep, as whoever began it chose it.</summary>
    internal int Seed { get; private init; }

    /// <summary>When the sweep began, in Unix milliseconds.</summary>
    internal long Began { get; private init; }

    /// <summary>Opens the file of a sweep, or makes it.</summary>
    /// <param name="path">Of the file.</param>
    /// <param name="definition">What the sweep does; a file of another one is refused.</param>
    /// <param name="seed">The seed, or <see langword="null"/> for that of the file.</param>
    /// <param name="newSeed">The seed for a new file, where <paramref name="seed"/> is none.</param>
    /// <exception cref="InvalidOperationException">The file holds another sweep, or is of a newer format.</exception>
    internal static SweepFile Open(string path, string definition, int? seed, int newSeed)
    {
        SweepFile file = new(path);
        using SqliteConnection connection = Begin(path, file);
        using SqliteTransaction transaction = connection.BeginTransaction(deferred: false);
        Execute(connection, Schema);
        Execute(
            connection, "INSERT INTO sweep SELECT $format, $definition, $seed, $began WHERE NOT EXISTS (SELECT * FROM sweep)",
            ("$format", Format), ("$definition", definition), ("$seed", seed ?? newSeed), ("$began", Now));
        (long Format, string Definition, long Seed, long Began) found = Query(
            connection, "SELECT format, definition, seed, began FROM sweep", row => (row.GetInt64(0), row.GetString(1), row.GetInt64(2), row.GetInt64(3))).Single();
        transaction.Commit();
        if (found.Format > Format)
        {
            throw new InvalidOperationException($"The sweep in '{path}' has format {found.Format}; this version of MLNetDeep reads up to {Format}. Update the MLNetDeep.AutoML package.");
        }
        if (found.Definition != definition || (seed ?? found.Seed) != found.Seed)
        {
            throw new InvalidOperationException($"'{path}' holds another sweep: {Difference(found.Definition, definition) ?? $"its seed is {found.Seed}, not {seed}"}. Name another file, delete this one, or sweep as it says.");
        }
        return new SweepFile(path) { Seed = (int)found.Seed, Began = found.Began };
    }

    /// <exception cref="InvalidOperationException">The file cannot be written, or is no database.</exception>
    private static SqliteConnection Begin(string path, SweepFile file)
    {
        try
        {
            SqliteConnection connection = file.Connect();
            Execute(connection, "PRAGMA journal_mode = WAL");
            return connection;
        }
        catch (SqliteException exception)
        {
            throw new InvalidOperationException($"'{path}' cannot keep a sweep: {exception.Message.TrimEnd('.')}. Name another file.", exception);
        }
    }

    /// <summary>The time, in Unix milliseconds.</summary>
    internal static long Now => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

    internal SqliteConnection Connect()
    {
        SqliteConnection connection = new(_connection);
        connection.Open();
        return connection;
    }

    /// <summary>Lets go of the file, so that it can be deleted.</summary>
    internal void Close()
    {
        using SqliteConnection connection = new(_connection);
        SqliteConnection.ClearPool(connection);
    }

    internal static int Execute(SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using SqliteCommand command = Command(connection, sql, parameters);
        return command.ExecuteNonQuery();
    }

    internal static List<T> Query<T>(SqliteConnection connection, string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using SqliteCommand command = Command(connection, sql, parameters);
        using SqliteDataReader reader = command.ExecuteReader();
        List<T> rows = [];
        while (reader.Read())
        {
            rows.Add(read(reader));
        }
        return rows;
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql, ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        foreach ((string name, object? value) in parameters)
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }
        return command;
    }

    private static string? Difference(string found, string wanted)
    {
        string[] before = found.Split('\n'), now = wanted.Split('\n');
        return before.Except(now).FirstOrDefault() is { } gone ? string.Create(CultureInfo.InvariantCulture, $"it has '{gone}'")
            : now.Except(before).FirstOrDefault() is { } added ? string.Create(CultureInfo.InvariantCulture, $"it has no '{added}'")
            : null;
    }
}
