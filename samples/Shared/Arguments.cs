namespace Samples;

/// <summary>The words behind a program's name: options, each with its value behind it.</summary>
internal static class Arguments
{
    /// <summary>Hands each option to who knows it, until one asks for help.</summary>
    /// <returns>Whether one did.</returns>
    public static bool AskForHelp(string[] arguments, Action<string, string> set)
    {
        for (int index = 0; index < arguments.Length; index += 2)
        {
            if (arguments[index] is "--help" or "-h" or "-?")
            {
                return true;
            }
            set(arguments[index], index + 1 < arguments.Length ? arguments[index + 1] : "");
        }
        return false;
    }

    public static int Number(string name, string value, int minimum, int maximum) =>
        int.TryParse(value, out int number) && number >= minimum && number <= maximum
            ? number
            : throw new InputException($"{name} must be a whole number from {minimum} to {maximum}, not '{value}'.");

    /// <summary>A folder that is there, or may be made.</summary>
    public static string Folder(string name, string value) =>
        value != "" && !File.Exists(value) ? value : throw new InputException($"{name} needs a folder, not '{value}'.");

    public static InputException Unknown(string name) => new($"Unknown option '{name}'. --help lists the options.");
}
