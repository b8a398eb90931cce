namespace Tabular;

/// <summary>What the user asked for.</summary>
internal sealed record CommandLine
{
    public const string HelpText = """
        Trains a multilayer perceptron (Mlp) and a linear model on a table, compares them, and saves the Mlp.

          dotnet run --project samples/Tabular                                        generated advertising clicks
          dotnet run --project samples/Tabular -- --data <csv> --label <column>       your own file

          --data <csv>       your file; separated by comma, tab or semicolon; ?, NaN, NA and empty are missing values
          --label <column>   the column to predict, by its name or its index, counted from 0;
                             two values: binary; text or few whole numbers: multiclass; other numbers: regression
          --test <csv>       a file of test rows with the same columns; a fifth of the rows of --data if not given
          --header <bool>    true or false: whether the first row names the columns; otherwise found out
          --rows <n>         how many clicks to generate, 200 or more; 40000 if not given
          --epochs <n>       the most passes over the training rows; the default of Mlp if not given
          --seed <n>         for equal results each time; 1 if not given
          --output <folder>  where model.zip and model.onnx go; the folder 'output' here if not given
        """;

    public bool IsHelp { get; private set; }
    public string? Data { get; private set; }
    public string? Label { get; private set; }
    public string? Test { get; private set; }
    public bool? HasHeader { get; private set; }
    public int? Rows { get; private set; }
    public int? Epochs { get; private set; }
    public int Seed { get; private set; } = 1;
    public string Output { get; private set; } = "output";

    public TableSource Table => new() { Data = Data, Label = Label, Test = Test, HasHeader = HasHeader, Rows = Rows ?? new TableSource().Rows, Seed = Seed };

    public static CommandLine Parse(string[] arguments)
    {
        CommandLine options = new();
        for (int i = 0; i < arguments.Length; i++)
        {
            string name = arguments[i];
            if (name is "--help" or "-h" or "-?")
            {
                return new CommandLine { IsHelp = true };
            }
            string? value = i + 1 < arguments.Length && !arguments[i + 1].StartsWith("--", StringComparison.Ordinal) ? arguments[++i] : null;
            options.Set(name, value);
        }
        options.Check();
        return options;
    }

    private void Set(string name, string? value)
    {
        switch (name)
        {
            case "--data": Data = Text(name, value); break;
            case "--label": Label = Text(name, value); break;
            case "--test": Test = Text(name, value); break;
            case "--header": HasHeader = Bool(name, value); break;
            case "--rows": Rows = Number(name, value, minimum: 200); break;
            case "--epochs": Epochs = Number(name, value, minimum: 1); break;
            case "--seed": Seed = Number(name, value, minimum: 0); break;
            case "--output": Output = Text(name, value); break;
            default: throw new InputException($"Unknown option '{name}'. --help lists the options.");
        }
    }

    private void Check()
    {
        if (Data is null && (Label ?? Test ?? HasHeader?.ToString()) is not null)
        {
            throw new InputException("--label, --test and --header say how to read your own file: name it with --data.");
        }
        if (Data is not null && Label is null)
        {
            throw new InputException("--data needs --label: the column to predict, by its name or its index, counted from 0.");
        }
        if (Data is not null && Rows is not null)
        {
            throw new InputException("--rows is for generated data and cannot be used with --data.");
        }
        if (File.Exists(Output))
        {
            throw new InputException($"--output needs a folder; '{Output}' is a file.");
        }
    }

    private static string Text(string name, string? value) =>
        string.IsNullOrWhiteSpace(value) ? throw new InputException($"{name} needs a value.") : value;

    private static bool Bool(string name, string? value) =>
        bool.TryParse(value, out bool result) ? result : throw new InputException($"{name} must be true or false, not '{value}'.");

    private static int Number(string name, string? value, int minimum) =>
        int.TryParse(value, out int result) && result >= minimum
            ? result
            : throw new InputException($"{name} must be a whole number of {minimum} or more, not '{value}'.");
}
