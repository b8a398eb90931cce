using System.Globalization;
using Microsoft.Data.Sqlite;
using Tabular;

namespace BatchScoring;

/// <summary>Made-up clicks in a file, for who has no data at hand: as many as wished, in constant memory.</summary>
internal static class GeneratedData
{
    private static readonly string[] s_names =
        [nameof(ClickRow.Age), nameof(ClickRow.Hour), nameof(ClickRow.Bid), nameof(ClickRow.PastClicks), nameof(ClickRow.Site), nameof(ClickRow.Campaign), nameof(ClickRow.Device), nameof(ClickRow.City)];

    /// <summary>Writes the file unless it is there.</summary>
    /// <returns>Its path.</returns>
    public static string Write(CommandLine options)
    {
        int count = options.Rows ?? 1_000_000;
        string path = Path.Combine("output", $"clicks-{count}-{options.Seed}{(options.Source == "csv" ? ".csv" : ".db")}");
        if (!File.Exists(path))
        {
            Console.WriteLine($"Generating {path}");
            Directory.CreateDirectory("output");
            string unfinished = $"{path}.unfinished";
            File.Delete(unfinished);
            if (options.Source == "csv")
            {
                WriteCsv(unfinished, Clicks.Rows(count, options.Seed));
            }
            else
            {
                WriteSqlite(unfinished, Clicks.Rows(count, options.Seed));
            }
            File.Move(unfinished, path);
        }
        return path;
    }

    private static void WriteCsv(string path, IEnumerable<ClickRow> rows)
    {
        using StreamWriter writer = new(path);
        writer.WriteLine(string.Join(',', s_names));
        foreach (ClickRow row in rows)
        {
            writer.WriteLine(string.Join(',', Values(row).Select(value => value is DBNull ? "" : Convert.ToString(value, CultureInfo.InvariantCulture))));
        }
    }

    private static void WriteSqlite(string path, IEnumerable<ClickRow> rows)
    {
        using SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        using SqliteTransaction transaction = connection.BeginTransaction();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "CREATE TABLE Rows (Age REAL, Hour REAL, Bid REAL, PastClicks REAL, Site TEXT, Campaign TEXT, Device TEXT, City TEXT)";
        command.ExecuteNonQuery();
        command.CommandText = $"INSERT INTO Rows VALUES ({string.Join(", ", s_names.Select(name => $"@{name}"))})";
        SqliteParameter[] parameters = [.. s_names.Select(name => command.Parameters.Add(new SqliteParameter { ParameterName = $"@{name}" }))];
        foreach (ClickRow row in rows)
        {
            object[] values = Values(row);
            for (int index = 0; index < values.Length; index++)
            {
                parameters[index].Value = values[index];
            }
            command.ExecuteNonQuery();
        }
        transaction.Commit();
    }

    private static object[] Values(ClickRow row) =>
        [OrNull(row.Age), OrNull(row.Hour), OrNull(row.Bid), OrNull(row.PastClicks), row.Site, row.Campaign, row.Device, row.City];

    private static object OrNull(float value) => float.IsNaN(value) ? DBNull.Value : value;
}
