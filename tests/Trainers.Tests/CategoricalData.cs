using Microsoft.ML.Transforms;

namespace MLNetDeep.Tests;

/// <summary>Made-up purchases, and the steps of ML.NET that turn their text columns into wide features beside two numbers.</summary>
internal static class CategoricalData
{
    private const int Shops = 5000;

    /// <summary>Each way to make features that are mostly zero.</summary>
    internal static readonly IReadOnlyDictionary<string, Func<MLContext, IEstimator<ITransformer>>> Wide = new Dictionary<string, Func<MLContext, IEstimator<ITransformer>>>
    {
        ["OneHotEncoding"] = ml => Beside(ml, ml.Transforms.Categorical.OneHotEncoding("Wide", "Shop")),
        ["OneHotHashEncoding"] = ml => Beside(ml, ml.Transforms.Categorical.OneHotHashEncoding("Wide", "Shop", numberOfBits: 16)),
        ["FeaturizeText"] = ml => Beside(ml, ml.Transforms.Text.FeaturizeText("Wide", "Review")),
    };

    /// <summary>Features of few categories, which are a quarter full.</summary>
    internal static EstimatorChain<ColumnConcatenatingTransformer> Narrow(MLContext ml) => Beside(ml, ml.Transforms.Categorical.OneHotEncoding("Wide", "Month"));

    /// <param name="ml">The context.</param>
    /// <param name="rows">The number of rows; the shops follow each other.</param>
    /// <param name="seed">Other seeds give other numbers, words and months.</param>
    internal static IDataView View(MLContext ml, int rows, int seed = 1) => ml.Data.LoadFromEnumerable(Rows(rows, seed).ToArray());

    internal static IEnumerable<Purchase> Rows(int rows, int seed)
    {
        Random random = new(seed);
        for (int row = 0; row < rows; row++)
        {
            int shop = row % Shops;
            bool label = shop * 7 / 3 % 2 == 0;
            string[] words = [.. Enumerable.Range(0, 6).Select(_ => $"{(label ? "good" : "bad")}{random.Next(150)}")];
            yield return new Purchase
            {
                Shop = $"shop {shop}",
                Review = string.Join(' ', words),
                Month = $"{random.Next(12)}",
                Price = random.Next(50) == 0 ? float.NaN : 20 * random.NextSingle(),
                Year = 2000 + random.Next(25),
                Label = label,
            };
        }
    }

    private static EstimatorChain<ColumnConcatenatingTransformer> Beside(MLContext ml, IEstimator<ITransformer> wide) =>
        wide.Append(ml.Transforms.Concatenate("Features", "Price", "Wide", "Year"));
}

/// <summary>A row of <see cref="CategoricalData"/>.</summary>
internal sealed class Purchase
{
    public string Shop { get; set; } = "";

    public string Review { get; set; } = "";

    public string Month { get; set; } = "";

    public float Price { get; set; }

    public float Year { get; set; }

    public bool Label { get; set; }
}
