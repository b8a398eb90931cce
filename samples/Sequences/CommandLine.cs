namespace Sequences;

/// <summary>What the user asked for.</summary>
internal sealed record CommandLine
{
    public const string HelpText = """
        Trains a network for sequences (Rnn) to tell series of any length apart, compares it with a linear model of their statistics, and saves it.

          dotnet run --project samples/Sequences                     movements of a wearer of an accelerometer, made up first
          dotnet run --project samples/Sequences -- --data <file>    your own: series in a .ts file

          --data <file>      series in the form of the UCR and UEA archives; they may differ in length
          --test <file>      the series to judge by, in the same form; a fifth of each class of --data if not given
          --series <n>       how many movements to make up, 50 or more; 600 if not given
          --epochs <n>       the most passes over the training series; 30 if not given
          --seed <n>         for equal results each time; 1 if not given
          --output <folder>  where model.zip goes; the folder 'output' here if not given
        """;

    public bool IsHelp { get; private set; }
    public string? Data { get; private set; }
    public string? Test { get; private set; }
    public int? Series { get; private set; }
    public int Epochs { get; private set; } = 30;
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
            case "--data": Data = File(name, value); break;
            case "--test": Test = File(name, value); break;
            case "--series": Series = Arguments.Number(name, value, 50, 1_000_000); break;
            case "--epochs": Epochs = Arguments.Number(name, value, 1, 10_000); break;
            case "--seed": Seed = Arguments.Number(name, value, 0, int.MaxValue); break;
            case "--output": Output = Arguments.Folder(name, value); break;
            default: throw Arguments.Unknown(name);
        }
    }

    private void Check()
    {
        if (Data is null && Test is not null)
        {
            throw new InputException("--test needs --data: the series to learn from.");
        }
        if (Data is not null && Series is not null)
        {
            throw new InputException("--series is for movements that are made up and cannot be used with --data.");
        }
    }

    private static string File(string name, string value) =>
        value.EndsWith(".ts", StringComparison.OrdinalIgnoreCase) ? value : throw new InputException($"{name} needs a file that ends in .ts, not '{value}'.");
}
