namespace BatchScoring;

/// <summary>What the user asked for.</summary>
internal sealed record CommandLine
{
    public const string HelpText = """
        Scores a table with a model, as a nightly job does: any number of rows in constant memory. Killed, it goes on where it was.

          dotnet run -c Release --project samples/BatchScoring                                        generated advertising clicks
          dotnet run -c Release --project samples/BatchScoring -- --data <file> --model <model.zip>   your own

          --data <file>       a .csv file whose first row names the columns, or an SQLite database: .db, .sqlite or .sqlite3
          --query <sql>       what to read of a database; all of the table 'Rows' if not given. It must give the rows in the same order each time
          --model <file>      a model that reads columns of one value; output/model.zip if not given, which the sample Tabular trains if there is none
          --scores <folder>   where the scores go, a file for each range of rows; output/scores if not given
          --format <name>     csv or parquet; csv if not given
          --range <n>         the rows of a file of scores, and the most that are scored again after a kill; 100000 if not given
          --rows <n>          how many clicks to generate, 1 or more; 1000000 if not given
          --seed <n>          for the generated clicks; 1 if not given
          --source <name>     csv or sqlite: what to generate; csv if not given
          --train-rows <n>    on how many rows the sample Tabular trains; its own default if not given
        """;

    public bool IsHelp { get; private set; }
    public string? Data { get; private set; }
    public string? Query { get; private set; }
    public string Model { get; private set; } = Path.Combine("output", "model.zip");
    public string Scores { get; private set; } = Path.Combine("output", "scores");
    public string Format { get; private set; } = "csv";
    public int Range { get; private set; } = 100_000;
    public int? Rows { get; private set; }
    public int Seed { get; private set; } = 1;
    public string Source { get; private set; } = "csv";
    public int? TrainRows { get; private set; }

    public static CommandLine Parse(string[] arguments)
    {
        CommandLine options = new();
        options.IsHelp = Arguments.AskForHelp(arguments, options.Set);
        return options.Data is null || options.Rows is null
            ? options
            : throw new InputException("--rows is for generated data and cannot be used with --data.");
    }

    private void Set(string name, string value)
    {
        switch (name)
        {
            case "--data": Data = File.Exists(value) ? value : throw new InputException($"There is no file '{value}'."); break;
            case "--query": Query = value; break;
            case "--model": Model = value; break;
            case "--scores": Scores = Arguments.Folder(name, value); break;
            case "--format": Format = OneOf(name, value, "csv", "parquet"); break;
            case "--range": Range = Arguments.Number(name, value, 1, 10_000_000); break;
            case "--rows": Rows = Arguments.Number(name, value, 1, int.MaxValue); break;
            case "--seed": Seed = Arguments.Number(name, value, 0, int.MaxValue); break;
            case "--source": Source = OneOf(name, value, "csv", "sqlite"); break;
            case "--train-rows": TrainRows = Arguments.Number(name, value, 200, int.MaxValue); break;
            default: throw Arguments.Unknown(name);
        }
    }

    private static string OneOf(string name, string value, params string[] known) =>
        known.Contains(value) ? value : throw new InputException($"{name} must be {string.Join(" or ", known)}, not '{value}'.");
}
