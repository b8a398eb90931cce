using System.Globalization;

namespace MLNetDeep.Load;

/// <summary>What to run, and how much.</summary>
internal sealed record CommandLine
{
    internal const string HelpText = """
        dotnet run -c Release --project tests/Load -- compare [--width 256] [--seconds 2] [--rounds 3]
        dotnet run -c Release --project tests/Load -- soak [--width 256] [--seconds 600] [--swap 5] [--corrupt 30] [--clients 16]
        """;

    /// <summary>compare, soak, or serve.</summary>
    internal string Command { get; private init; } = "";

    /// <summary>The units of each hidden layer.</summary>
    internal int Width { get; private set; } = 256;

    /// <summary>How long each measurement, or the whole soak, takes.</summary>
    internal TimeSpan Duration { get; private set; }

    internal int Rounds { get; private set; } = 3;

    /// <summary>How often the model is replaced.</summary>
    internal TimeSpan Swap { get; private set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often its file is damaged.</summary>
    internal TimeSpan Corrupt { get; private set; } = TimeSpan.FromSeconds(30);

    internal int Clients { get; private set; } = 16;

    /// <exception cref="FormatException">The arguments cannot be understood.</exception>
    internal static CommandLine Parse(string[] arguments)
    {
        if (arguments is not ["compare" or "soak", ..])
        {
            throw new FormatException(HelpText);
        }
        CommandLine options = new() { Command = arguments[0], Duration = TimeSpan.FromSeconds(arguments[0] == "soak" ? 600 : 2) };
        for (int index = 1; index < arguments.Length; index += 2)
        {
            options.Set(arguments[index], arguments.ElementAtOrDefault(index + 1));
        }
        return options;
    }

    private void Set(string name, string? value)
    {
        if (!double.TryParse(value, CultureInfo.InvariantCulture, out double number) || number is not (> 0 and <= 3600))
        {
            throw new FormatException($"{name} must be a number above 0, of 3600 at most, not '{value}'.");
        }
        switch (name)
        {
            case "--width": Width = (int)number; break;
            case "--seconds": Duration = TimeSpan.FromSeconds(number); break;
            case "--rounds": Rounds = (int)number; break;
            case "--swap": Swap = TimeSpan.FromSeconds(number); break;
            case "--corrupt": Corrupt = TimeSpan.FromSeconds(number); break;
            case "--clients": Clients = (int)number; break;
            default: throw new FormatException($"Unknown option '{name}'.\n{HelpText}");
        }
    }
}
