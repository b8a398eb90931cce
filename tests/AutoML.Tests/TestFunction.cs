using Microsoft.ML.SearchSpace;

namespace MLNetDeep.Tests;

/// <summary>A function to be minimized by a sampler alone.</summary>
/// <param name="Spaces">What may be tried.</param>
/// <param name="Loss">Of a candidate with options.</param>
internal sealed record TestFunction(IReadOnlyList<SearchSpace> Spaces, Func<int, object, double> Loss)
{
    private static readonly double[] s_heights = [1, 1.2, 3, 3.2];

    private static readonly double[][] s_steepness = [[10, 3, 17, 3.5, 1.7, 8], [0.05, 10, 17, 0.1, 8, 14], [3, 3.5, 1.7, 10, 17, 8], [17, 8, 0.05, 10, 0.1, 14]];

    private static readonly double[][] s_centers =
    [
        [0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886], [0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991],
        [0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.6650], [0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381],
    ];

    /// <summary>Two numbers, three minima of 0.397887 (Branin 1972).</summary>
    internal static TestFunction Branin { get; } = new([new SearchSpace(typeof(BraninPoint))], (_, options) =>
    {
        BraninPoint point = (BraninPoint)options;
        double valley = point.Y - (5.1 / (4 * Math.PI * Math.PI) * point.X * point.X) + (5 / Math.PI * point.X) - 6;
        return (valley * valley) + (10 * (1 - (1 / (8 * Math.PI))) * Math.Cos(point.X)) + 10;
    });

    /// <summary>Six numbers, a minimum of -3.32237 (Hartmann 1973).</summary>
    internal static TestFunction Hartmann { get; } = new([new SearchSpace(typeof(HartmannPoint))], (_, options) =>
    {
        HartmannPoint point = (HartmannPoint)options;
        double[] x = [point.A, point.B, point.C, point.D, point.E, point.F];
        return -Enumerable.Range(0, 4).Sum(hill =>
            s_heights[hill] * Math.Exp(-Enumerable.Range(0, 6).Sum(axis => s_steepness[hill][axis] * Math.Pow(x[axis] - s_centers[hill][axis], 2))));
    });

    /// <summary>Two candidates of different options: whole, logarithmic, choices, and one that depends on a choice. The minimum is 0.</summary>
    internal static TestFunction Mixed { get; } = new([new SearchSpace(typeof(Deep)), new SearchSpace(typeof(Flat))], (candidate, options) => options switch
    {
        Deep deep => Math.Pow(Math.Log10(deep.Rate) + 2.5, 2) + (Math.Abs(deep.Layers - 3) / 4.0) + (deep.Kind == Kind.Second ? Math.Pow(deep.Momentum - 0.9, 2) : 1) + (deep.IsWide ? 0 : 0.5),
        Flat flat => 1 + Math.Pow(flat.Penalty - 0.3, 2),
        _ => throw new NotSupportedException(),
    });

    /// <summary>The lowest loss of some trials.</summary>
    internal double Best(ISampler sampler, int trials, int seed)
    {
        List<(SearchPoint Point, double Loss)> finished = [];
        for (int trial = 0; trial < trials; trial++)
        {
            SearchPoint point = sampler.Next(Spaces, [.. finished.OrderBy(one => one.Loss).Select(one => one.Point)], [], new SweepRandom(seed, trial));
            finished.Add((point, Loss(point.Candidate, Spaces[point.Candidate].Create(point.Coordinates))));
        }
        return finished.Min(one => one.Loss);
    }

    internal enum Kind
    {
        First,
        Second,
        Third,
    }

    internal sealed class BraninPoint
    {
        [Range(-5.0, 10.0)]
        public double X { get; set; }

        [Range(0.0, 15.0)]
        public double Y { get; set; }
    }

    internal sealed class HartmannPoint
    {
        [Range(0.0, 1.0)] public double A { get; set; }

        [Range(0.0, 1.0)] public double B { get; set; }

        [Range(0.0, 1.0)] public double C { get; set; }

        [Range(0.0, 1.0)] public double D { get; set; }

        [Range(0.0, 1.0)] public double E { get; set; }

        [Range(0.0, 1.0)] public double F { get; set; }
    }

    internal sealed record Deep
    {
        [Range(1e-5, 1.0, true)]
        public double Rate { get; init; } = 0.1;

        [Range(1, 8)]
        public int Layers { get; init; } = 1;

        [Choice("First", "Second", "Third")]
        public Kind Kind { get; init; }

        [Range(0f, 1f)]
        public float Momentum { get; init; }

        [BooleanChoice]
        public bool IsWide { get; init; }
    }

    internal sealed record Flat
    {
        [Range(0.0, 1.0)]
        public double Penalty { get; init; }
    }
}
