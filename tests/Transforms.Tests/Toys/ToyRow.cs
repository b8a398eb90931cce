using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Tests;

/// <summary>A row for a <see cref="ToyModel"/>, with its number.</summary>
internal sealed class ToyRow
{
    public float Number { get; set; }

    [VectorType(ToyModel.FeatureCount)]
    public float[] Features { get; set; } = [];

    /// <summary>Different rows with features that are small multiples of 1/8, so that linear scores are exact.</summary>
    internal static ToyRow[] Rows(int count) => [.. Enumerable.Range(0, count).Select(Row)];

    internal static ToyRow Row(int number) => new() { Number = number, Features = FeaturesOf(number) };

    internal static float[] FeaturesOf(int number) => [number % 11 / 8f, -(number % 7) / 4f, number / 128f];

    internal static IDataView View(int count) => new MLContext().Data.LoadFromEnumerable(Rows(count));
}
