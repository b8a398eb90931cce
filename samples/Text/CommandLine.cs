namespace Text;

/// <summary>What the user asked for.</summary>
internal sealed record CommandLine
{
    public const string HelpText = """
        Trains a network for sequences (Rnn) to tell praise from blame, compares it with a linear model, saves it, and shows which words it looks at.

          dotnet run --project samples/Text                      reviews of hotels, made up first
          dotnet run --project samples/Text -- --data <tsv>      your own texts

          --data <tsv>       a text, a tab and its label per line: 1 or 0, true or false, positive or negative
          --test <tsv>       the texts to judge by, in the same form; a fifth of --data if not given
          --reviews <n>      how many reviews to make up, 200 or more; 4000 if not given
          --epochs <n>       the most passes over the training texts; 20 if not given
          --seed <n>         for equal results each time; 1 if not given
          --output <folder>  where model.zip goes; the folder 'output' here if not given
        """;

    public bool IsHelp { get; private set; }
    public string? Data { get; private set; }
    public string? Test { get; private set; }
    public int? Reviews { get; private set; }
    public int Epochs { get; private set; } = 20;
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
            case "--reviews": Reviews = Arguments.Number(name, value, 200, 1_000_000); break;
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
            throw new InputException("--test needs --data: the texts to learn from.");
        }
        if (Data is not null && Reviews is not null)
        {
            throw new InputException("--reviews is for reviews that are made up and cannot be used with --data.");
        }
    }
}
