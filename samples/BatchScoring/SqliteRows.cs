using System.Data;
using Microsoft.Data.Sqlite;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace BatchScoring;

/// <summary>The rows of an SQLite database, through ML.NET's loader for databases; those of another kind differ in the factory and the text of the connection.</summary>
internal static class SqliteRows
{
    private const string AllRows = "SELECT * FROM Rows ORDER BY rowid"; // in the same order each time

    public static RowSource Open(MLContext ml, string path, string? query, Model model)
    {
        string connectionString = new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly }.ToString();
        string sql = query ?? AllRows;
        try
        {
            long count = Check(connectionString, sql, model);
            DatabaseLoader loader = ml.Data.CreateDatabaseLoader([.. model.Inputs.Select(Column)]);
            return new RowSource(loader.Load(new DatabaseSource(SqliteFactory.Instance, connectionString, sql)), count);
        }
        catch (SqliteException exception)
        {
            throw new InputException($"'{path}' cannot be read by '{sql}': {exception.Message}");
        }
    }

    private static long Check(string connectionString, string sql, Model model)
    {
        using SqliteConnection connection = new(connectionString);
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = $"SELECT COUNT(*) FROM ({sql})";
        long count = (long)command.ExecuteScalar()!;
        command.CommandText = sql;
        using SqliteDataReader reader = command.ExecuteReader(CommandBehavior.SchemaOnly);
        string[] names = [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];
        string? missing = model.Inputs.Select(column => column.Name).FirstOrDefault(name => !names.Contains(name));
        return missing is null
            ? count
            : throw new InputException($"'{sql}' gives no column '{missing}', which the model reads. It gives {string.Join(", ", names)}.");
    }

    private static DatabaseLoader.Column Column(DataViewSchema.Column column) => new()
    {
        Name = column.Name,
        Type = column.Type switch
        {
            TextDataViewType => DbType.String,
            BooleanDataViewType => DbType.Boolean,
            NumberDataViewType type when Enum.TryParse(type.RawType.Name, out DbType kind) => kind,
            _ => throw new InputException($"The model reads '{column.Name}', a {column.Type}, which a database cannot have."),
        },
    };
}
