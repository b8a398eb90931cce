using System.Text.Json;

namespace MLNetDeep;

/// <summary>A network that the application makes itself: the name under which it has registered what makes it, and the sizes and choices to make it by.</summary>
/// <param name="Name">What <c>TorchModules.Register</c> was called with: 1 to 200 characters. It is saved with the model.</param>
/// <param name="Configuration">JSON of at most 65,536 characters, or <see langword="null"/> where the network has no choices. It is saved with the model.</param>
/// <remarks>A file names no type: what a name stands for, and of which type a configuration is, the application alone decides.</remarks>
public sealed record TorchModule(string Name, string? Configuration = null)
{
    private const int MaximumName = 200, MaximumConfiguration = 1 << 16;

    /// <summary>A network that is made by a configuration.</summary>
    /// <typeparam name="TConfiguration">The type that <c>TorchModules.Register</c> was called with: a record, say. System.Text.Json must be able to write and to read it.</typeparam>
    /// <param name="name">What <c>TorchModules.Register</c> was called with.</param>
    /// <param name="configuration">The sizes and choices.</param>
    public static TorchModule Of<TConfiguration>(string name, TConfiguration configuration) => new(name, JsonSerializer.Serialize(configuration));

    /// <exception cref="ArgumentOutOfRangeException">The name or the configuration is missing or too long, or the latter is no JSON.</exception>
    internal void Check()
    {
        Require.That(Name is { Length: > 0 and <= MaximumName }, nameof(TorchOptions.Module), Short(Name), $"of a name of 1 to {MaximumName} characters");
        Require.That(
            Configuration is null || (Configuration.Length <= MaximumConfiguration && IsJson(Configuration)),
            nameof(TorchOptions.Module), Short(Configuration), $"of a configuration of JSON of at most {MaximumConfiguration} characters, or none");
    }

    /// <summary>A text for errors, which a file may have made as long as it likes.</summary>
    private static string? Short(string? text) => text is { Length: > MaximumName } ? $"{text.Length} characters" : text;

    private static bool IsJson(string text)
    {
        try
        {
            using JsonDocument read = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
