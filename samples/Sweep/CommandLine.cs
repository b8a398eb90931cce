namespace Sweeping;

/// <summary>What the user asked for.</summary>
internal sealed record CommandLine
{
    public const string HelpText = """
        Searches among networks, boosted trees and linear models, and their options, for the best model of a table.

          dotnet run --project samples/Sweep                                        generated advertising clicks
          dotnet run --project samples/Sweep -- --data <csv> --label <column>       your own file

          --data <csv>       your file; separated by comma, tab or semicolon; ?, NaN, NA and empty are missing values
          --label <column>   the column to predict, by its name or its index, counted from 0
          --rows <n>         how many clicks to generate, 200 or more; 20000 if not given
          --seconds <n>      how long to search; 90 if not given
          --trials <n>       the most trials; 200 if not given
          --only <names>     what competes, with commas: mlp, lightgbm, fasttree, linear; all if not given
          --parallel <n>     how many trials run at once; one for each core if not given
          --store <file>     keeps the trials, so that a search that was ended goes on, and several processes share one
          --seed <n>         of the split and of what is tried; 1 if not given
          --output <folder>  where best.zip, report.html and trials.csv go; the folder 'output' here if not given
        """;

    public bool IsHelp { get; private set; }
    public TableSource Table { get; private set; } = new() { Rows = 20_000 };
    public int Seconds { get; private set; } = 90;
    public int Trials { get; private set; } = 200;
    public IReadOnlyList<string> Only { get; private set; } = Families.All;
    public int Parallel { get; private set; } = Environment.ProcessorCount;
    public string? Store { get; private set; }
    public string Output { get; private set; } = "output";

    public static CommandLine Parse(string[] arguments)
    {
        CommandLine options = new();
        if (Arguments.AskForHelp(arguments, options.Set))
        {
            return new CommandLine { IsHelp = true };
        }
        return (options.Table.Data is null) == (options.Table.Label is null)
            ? options
            : throw new InputException("--data and --label belong together: your file, and the column to predict, by its name or its index, counted from 0.");
    }

    private void Set(string name, string value)
    {
        switch (name)
        {
            case "--data": Table = Table with { Data = Text(name, value) }; break;
            case "--label": Table = Table with { Label = Text(name, value) }; break;
            case "--rows": Table = Table with { Rows = Arguments.Number(name, value, 200, 10_000_000) }; break;
            case "--seed": Table = Table with { Seed = Arguments.Number(name, value, 0, int.MaxValue) }; break;
            case "--seconds": Seconds = Arguments.Number(name, value, 1, 1_000_000); break;
            case "--trials": Trials = Arguments.Number(name, value, 1, 1_000_000); break;
            case "--only": Only = Names(name, value); break;
            case "--parallel": Parallel = Arguments.Number(name, value, 1, 1000); break;
            case "--store": Store = Text(name, value); break;
            case "--output": Output = Arguments.Folder(name, value); break;
            default: throw Arguments.Unknown(name);
        }
    }

    private static string[] Names(string name, string value)
    {
        string[] names = value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return names.Length > 0 && names.All(Families.All.Contains)
            ? names
            : throw new InputException($"{name} must be some of {string.Join(", ", Families.All)}, with commas, not '{value}'.");
    }

    private static string Text(string name, string value) => value != "" ? value : throw new InputException($"{name} needs a value.");
}
