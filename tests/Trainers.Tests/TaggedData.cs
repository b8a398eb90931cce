namespace MLNetDeep.Tests;

/// <summary>Sequences of 1 to 30 steps whose labels follow from steps long before: what a step is tells little.</summary>
internal static class TaggedData
{
    private static readonly string[] s_colors = ["red", "green", "blue"], s_fillers = ["the", "tea", "was", "so", "and"];

    /// <summary>Numbers between -0.5 and 0.5, but for every fifth or so: 1 switches on, -1 off. The label says whether the switch is on.</summary>
    internal static ToyRow<bool[]>[] Switches(int rows, int seed) => Rows<bool>(rows, seed, random => random.Next(5) == 0 ? (2 * random.Next(2)) - 1 : random.NextSingle() - 0.5f, numbers =>
    {
        bool isOn = false;
        return [.. numbers.Select(number => isOn = number == 1 || (isOn && number > -1))];
    });

    /// <summary>Numbers between -1 and 1. The label is the sum of those so far, of which a fifth is lost at each step.</summary>
    internal static ToyRow<float[]>[] Sums(int rows, int seed) => Rows<float>(rows, seed, random => 2 * random.NextSingle() - 1, numbers =>
    {
        float sum = 0;
        return [.. numbers.Select(number => sum = (0.8f * sum) + number)];
    });

    /// <summary>Words of which some name a color. The label is the last color that was named; grey before the first.</summary>
    internal static TextRow[] Colors(int rows, int seed)
    {
        Random random = new(seed);
        TextRow One()
        {
            string[] words = [.. Enumerable.Range(0, random.Next(1, 31)).Select(_ => random.Next(4) == 0 ? s_colors[random.Next(3)] : s_fillers[random.Next(5)])];
            string color = "grey";
            return new TextRow(string.Join(' ', words), [.. words.Select(word => color = s_colors.Contains(word) ? word : color)]);
        }
        return [.. Enumerable.Range(0, rows).Select(_ => One())];
    }

    /// <summary>Rows of any number of steps as data.</summary>
    internal static IDataView View<TLabel>(MLContext ml, params ToyRow<TLabel[]>[] rows) => ml.Data.LoadFromEnumerable(rows);

    /// <summary>What makes keys of words and of their labels.</summary>
    internal static ITransformer Keys(MLContext ml, TextRow[] rows) => ml.Transforms.Text.EncodeTokens("Features", "Text", new EncodeTokensOptions { MinimumCount = 1 })
        .Append(ml.Transforms.Conversion.MapValueToKey("Label"))
        .Fit(ml.Data.LoadFromEnumerable(rows));

    private static ToyRow<TLabel[]>[] Rows<TLabel>(int rows, int seed, Func<Random, float> number, Func<float[], TLabel[]> labels)
    {
        Random random = new(seed);
        ToyRow<TLabel[]> One()
        {
            float[] numbers = [.. Enumerable.Range(0, random.Next(1, 31)).Select(_ => number(random))];
            return new ToyRow<TLabel[]>(numbers, labels(numbers));
        }
        return [.. Enumerable.Range(0, rows).Select(_ => One())];
    }

    internal sealed record TextRow(string Text, string[] Label);
}
