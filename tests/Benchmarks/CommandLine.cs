namespace MLNetDeep.Benchmarks;

/// <summary>What to run.</summary>
/// <param name="Benchmarks">The names of the benchmarks.</param>
/// <param name="Workload">How much.</param>
internal sealed record CommandLine(IReadOnlyList<string> Benchmarks, Workload Workload)
{
    /// <param name="arguments">What the user wrote.</param>
    /// <param name="benchmarks">The names of all benchmarks.</param>
    /// <exception cref="FormatException">It cannot be understood.</exception>
    internal static CommandLine Parse(string[] arguments, IReadOnlyList<string> benchmarks)
    {
        CommandLine result = new(benchmarks, arguments.Contains("--quick") ? Workload.Quick : Workload.Full);
        for (int index = 0; index < arguments.Length; index++)
        {
            result = arguments[index] switch
            {
                "--quick" => result,
                "--only" => result with { Benchmarks = [Name(arguments.ElementAtOrDefault(++index), benchmarks)] },
                "--rounds" => result with { Workload = result.Workload with { Rounds = Rounds(arguments.ElementAtOrDefault(++index)) } },
                string unknown => throw new FormatException(
                    $"Unknown option '{unknown}'. The options are --only {string.Join('|', benchmarks)}, --rounds <number> and --quick."),
            };
        }
        return result;
    }

    private static string Name(string? value, IReadOnlyList<string> benchmarks) =>
        benchmarks.FirstOrDefault(name => name == value)
        ?? throw new FormatException($"--only must be one of {string.Join(", ", benchmarks)}, not '{value}'.");

    private static int Rounds(string? value) =>
        int.TryParse(value, out int rounds) && rounds > 0
            ? rounds
            : throw new FormatException($"--rounds must be a whole number of 1 or more, not '{value}'.");
}
