using System.IO.Enumeration;
using MLNetDeep.Networks;

namespace MLNetDeep;

/// <summary>Keeps layers as they are.</summary>
internal static class Freezing
{
    /// <summary>Takes the layers that the options name out of training.</summary>
    /// <param name="options">Name the layers.</param>
    /// <param name="layers">All of a network, before their weights are moved into one buffer.</param>
    /// <exception cref="ArgumentOutOfRangeException">A name stands for no layer, or no layer is left to train.</exception>
    internal static void Apply(DeepTrainerOptions options, IReadOnlyList<ILayer> layers)
    {
        if (options.FreezeLayers is not { } patterns)
        {
            return;
        }
        Weight[] weights = [.. layers.SelectMany(layer => layer.Weights).Where(weight => weight.Group.RateFactor > 0)];
        RowTable[] tables = [.. layers.SelectMany(layer => layer.Tables)];
        string[] names = [.. weights.Select(weight => weight.Name), .. tables.Select(table => table.Name)];
        foreach (string pattern in patterns)
        {
            Require.That(names.Any(name => Matches(pattern, name)), nameof(options.FreezeLayers), pattern, $"of {string.Join(", ", names.Select(LayerOf).Distinct())}");
        }
        foreach (Weight weight in weights.Where(weight => IsNamed(weight.Name)))
        {
            weight.Freeze();
        }
        foreach (RowTable table in tables.Where(table => IsNamed(table.Name)))
        {
            table.IsFrozen = true;
        }
        bool isAny = weights.Any(weight => !weight.IsFrozen) || tables.Any(table => !table.IsFrozen);
        Require.That(isAny, nameof(options.FreezeLayers), $"[{string.Join(", ", patterns)}]", "names that leave a layer to train");

        bool IsNamed(string weight) => patterns.Any(pattern => Matches(pattern, weight));
    }

    private static bool Matches(string pattern, string weight) =>
        FileSystemName.MatchesSimpleExpression(pattern, weight, ignoreCase: false) || FileSystemName.MatchesSimpleExpression($"{pattern}.*", weight, ignoreCase: false);

    private static string LayerOf(string weight) => weight[..weight.LastIndexOf('.')];
}
