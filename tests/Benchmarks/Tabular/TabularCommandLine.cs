using System.Text.Json;
using System.Text.Json.Serialization;

namespace MLNetDeep.Benchmarks.Tabular;

/// <summary>What to compare on which tables.</summary>
internal sealed record TabularCommandLine
{
    private const string Help = "The options are --sets <names>, --learners <names>, --mlp <name>=<options as JSON>, --seeds <number>, and for a file of yours --data <csv> --label <column> [--test <csv>].";

    private static readonly JsonSerializerOptions s_json = new() { Converters = { new JsonStringEnumConverter() } };

    internal IReadOnlyList<TabularSet> Sets { get; private init; } = [];

    internal IReadOnlyList<Learner> Learners { get; private init; } = Learner.Defaults;

    internal int Seeds { get; private init; } = 5;

    /// <exception cref="FormatException">The arguments cannot be understood.</exception>
    internal static TabularCommandLine Parse(string[] arguments)
    {
        Dictionary<string, string> named = [];
        List<Learner> added = [];
        for (int index = 0; index < arguments.Length; index += 2)
        {
            string value = arguments.ElementAtOrDefault(index + 1) ?? throw new FormatException($"{arguments[index]} needs a value. {Help}");
            switch (arguments[index])
            {
                case "--sets" or "--learners" or "--seeds" or "--data" or "--label" or "--test": named[arguments[index]] = value; break;
                case "--mlp": added.Add(Mlp(value)); break;
                default: throw new FormatException($"Unknown option '{arguments[index]}'. {Help}");
            }
        }
        return new TabularCommandLine
        {
            Sets = SetsOf(named),
            Learners = [.. Chosen(Learner.Defaults, named.GetValueOrDefault("--learners"), "--learners", learner => learner.Name), .. added],
            Seeds = int.TryParse(named.GetValueOrDefault("--seeds", "5"), out int seeds) && seeds > 0 ? seeds : throw new FormatException("--seeds must be a whole number of 1 or more."),
        };
    }

    private static IReadOnlyList<TabularSet> SetsOf(Dictionary<string, string> named)
    {
        if (named.TryGetValue("--data", out string? data))
        {
            string label = named.GetValueOrDefault("--label") ?? throw new FormatException($"--data needs --label. {Help}");
            return [new TabularSet(Path.GetFileNameWithoutExtension(data), data, label, named.GetValueOrDefault("--test"))];
        }
        string folder = Environment.GetEnvironmentVariable("MLNETDEEP_DATA") ?? throw new FormatException($"MLNETDEEP_DATA names no folder of data sets. {Help}");
        return Chosen(TabularSet.In(folder), named.GetValueOrDefault("--sets"), "--sets", set => set.Name);
    }

    private static IReadOnlyList<T> Chosen<T>(IReadOnlyList<T> all, string? names, string option, Func<T, string> nameOf)
    {
        if (names is null)
        {
            return all;
        }
        T Find(string name) => all.FirstOrDefault(item => nameOf(item).Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw new FormatException($"{option} must be some of {string.Join(',', all.Select(nameOf))}, not '{name}'.");
        return [.. names.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Find)];
    }

    private static Learner Mlp(string text)
    {
        string[] parts = text.Split('=', 2);
        try
        {
            return Learner.Mlp(parts[0], JsonSerializer.Deserialize<MlpOptions>(parts[^1], s_json)!);
        }
        catch (JsonException exception)
        {
            throw new FormatException($"--mlp must be a name, = and options as JSON, as in wide={{\"HiddenLayerSize\":512}}. {exception.Message}");
        }
    }
}
