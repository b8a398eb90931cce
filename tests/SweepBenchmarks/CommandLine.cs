namespace MLNetDeep.SweepBenchmarks;

/// <summary>How much to run.</summary>
internal sealed record CommandLine
{
    public const string HelpText = """
        Compares ways to search, each for equally long, on real data in the folder that MLNETDEEP_DATA names. OMP_NUM_THREADS=1 keeps networks to one thread, as all else is.

          --seconds <n>  of each search; 30 if not given
          --seeds <n>    how often each search is run; 3 if not given
          --rows <n>     the most training rows, of which a fifth is to judge on; 8000 if not given
          --only <name>  adult, california, digits or taxi; all four if not given
          --quick        5 seconds, 1 seed, 1000 rows
        """;

    public bool IsHelp { get; private set; }
    public int Seconds { get; private set; } = 30;
    public int Seeds { get; private set; } = 3;
    public int Rows { get; private set; } = 8000;
    public string? Only { get; private set; }

    /// <exception cref="InputException">An option cannot be understood.</exception>
    public static CommandLine Parse(IEnumerable<string> arguments)
    {
        CommandLine options = new();
        if (arguments.Contains("--quick"))
        {
            (options.Seconds, options.Seeds, options.Rows) = (5, 1, 1000);
        }
        options.IsHelp = Arguments.AskForHelp([.. arguments.Where(argument => argument != "--quick")], options.Set);
        return options;
    }

    private void Set(string name, string value)
    {
        switch (name)
        {
            case "--seconds": Seconds = Arguments.Number(name, value, 1, 10_000); break;
            case "--seeds": Seeds = Arguments.Number(name, value, 1, 100); break;
            case "--rows": Rows = Arguments.Number(name, value, 100, 10_000_000); break;
            case "--only": Only = RealTable.Named(value).Name; break;
            default: throw Arguments.Unknown(name);
        }
    }
}
