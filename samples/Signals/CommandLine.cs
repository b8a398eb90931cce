namespace Signals;

/// <summary>What the user asked for.</summary>
internal sealed record CommandLine
{
    public const string HelpText = """
        Trains a convolutional network (Cnn) to tell signals apart, compares it with a linear model, saves it, and shows what it looks at.

          dotnet run --project samples/Signals                      vibrations of machines with faults, made first
          dotnet run --project samples/Signals -- --data <file>     your own: series of equal length in a .ts or .csv file

          --data <file>      .ts: the form of the UCR and UEA archives; .csv: a series per row, with the class in one column
          --test <file>      the series to judge by, in the same form; a fifth of each class of --data if not given
          --label <column>   of .csv: the column of the class, by its index, counted from 0, or by its name, which the first row then tells; 0 if not given
          --channels <n>     of .csv: how many channels the numbers of a row make, one after the other; 1 if not given
          --series <n>       how many vibrations to make, 50 or more; 500 if not given
          --epochs <n>       the most passes over the training series; 25 if not given
          --seed <n>         for equal results each time; 1 if not given
          --output <folder>  where model.zip goes; the folder 'output' here if not given
        """;

    public bool IsHelp { get; private set; }
    public string? Data { get; private set; }
    public string? Test { get; private set; }
    public string? Label { get; private set; }
    public int? Channels { get; private set; }
    public int? Series { get; private set; }
    public int Epochs { get; private set; } = 25;
    public int Seed { get; private set; } = 1;
    public string Output { get; private set; } = "output";

    public static CommandLine Parse(string[] arguments)
    {
        CommandLine options = new();
        options.IsHelp = Arguments.AskForHelp(arguments, options.Set);
        if (!options.IsHelp)
        {
            options.Check();
        }
        return options;
    }

    private void Set(string name, string value)
    {
        switch (name)
        {
            case "--data": Data = value; break;
            case "--test": Test = value; break;
            case "--label": Label = value; break;
            case "--channels": Channels = Arguments.Number(name, value, 1, 10_000); break;
            case "--series": Series = Arguments.Number(name, value, 50, 1_000_000); break;
            case "--epochs": Epochs = Arguments.Number(name, value, 1, 10_000); break;
            case "--seed": Seed = Arguments.Number(name, value, 0, int.MaxValue); break;
            case "--output": Output = Arguments.Folder(name, value); break;
            default: throw Arguments.Unknown(name);
        }
    }

    private void Check()
    {
        bool isCsv = Data?.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) ?? false;
        if (!isCsv && (Label is not null || Channels is not null))
        {
            throw new InputException("--label and --channels say how to read a .csv file: name it with --data.");
        }
        if (Data is null && Test is not null)
        {
            throw new InputException("--test needs --data: the series to learn from.");
        }
        if (Data is not null && Series is not null)
        {
            throw new InputException("--series is for vibrations that are made and cannot be used with --data.");
        }
    }
}
