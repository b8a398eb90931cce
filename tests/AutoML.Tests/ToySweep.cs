using Microsoft.ML.SearchSpace;
using Microsoft.ML.Trainers;

namespace MLNetDeep.Tests;

/// <summary>Rows and pipelines that take milliseconds.</summary>
internal static class ToySweep
{
    /// <summary>Two features, whether their signs differ, whether their sum is high, a weighted sum, a group, and a time that rises.</summary>
    internal static IDataView Rows(MLContext ml, int count = 400)
    {
        Random random = new(1);
        return ml.Data.LoadFromEnumerable(Enumerable.Range(0, count).Select(index => new Row
        {
            A = (2 * random.NextSingle()) - 1,
            B = (2 * random.NextSingle()) - 1,
            Group = index % 40,
            Time = index,
        }).Select(row => row with { Label = row.A > 0 != row.B > 0, IsHigh = row.A + row.B > 0, Target = row.A + (2 * row.B) }).ToArray());
    }

    internal static IEstimator<ITransformer> Features(MLContext ml) => ml.Transforms.Concatenate("Features", "A", "B");

    /// <summary>On one thread, and so the same again.</summary>
    internal static LbfgsLogisticRegressionBinaryTrainer Linear(MLContext ml, LinearOptions options, string label = "Label") => ml.BinaryClassification.Trainers.LbfgsLogisticRegression(
        new LbfgsLogisticRegressionBinaryTrainer.Options { LabelColumnName = label, L2Regularization = options.L2, MaximumNumberOfIterations = 10, NumberOfThreads = 1 });

    internal sealed record Row
    {
        public bool Label { get; init; }

        public bool IsHigh { get; init; }

        public float Target { get; init; }

        public float A { get; init; }

        public float B { get; init; }

        public float Group { get; init; }

        public float Time { get; init; }
    }

    internal sealed record LinearOptions
    {
        [Range(1e-4f, 1f, true)]
        public float L2 { get; init; } = 0.01f;
    }
}
