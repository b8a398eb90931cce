using Microsoft.ML.Data;

namespace CustomNetwork;

/// <summary>Where a body is at eight times, and which way it goes: on a circle, on an ellipse, or away.</summary>
internal sealed class Orbit
{
    private const int Times = 8;

    public string Kind { get; set; } = "";

    [VectorType(2 * Times)]
    public float[] Features { get; set; } = [];

    /// <summary>Made-up orbits, which follow from a seed.</summary>
    internal static IEnumerable<Orbit> Some(int count, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(index => Of(random, index % 3))];
    }

    private static Orbit Of(Random random, int kind)
    {
        double phase = 2 * Math.PI * random.NextDouble(), turn = 2 * Math.PI * random.NextDouble(), size = 0.5 + random.NextDouble();
        double flatness = kind == 1 ? 0.3 + (0.3 * random.NextDouble()) : 1, growth = kind == 2 ? 0.1 : 0;
        float[] places = new float[2 * Times];
        for (int time = 0; time < Times; time++)
        {
            double angle = phase + (0.6 * time), radius = size * (1 + (growth * time));
            (double x, double y) = (radius * Math.Cos(angle), radius * flatness * Math.Sin(angle));
            places[2 * time] = (float)((x * Math.Cos(turn)) - (y * Math.Sin(turn)) + Noise(random));
            places[(2 * time) + 1] = (float)((x * Math.Sin(turn)) + (y * Math.Cos(turn)) + Noise(random));
        }
        return new Orbit { Kind = kind switch { 0 => "circle", 1 => "ellipse", _ => "away" }, Features = places };
    }

    private static double Noise(Random random) => 0.05 * (random.NextDouble() - 0.5);
}
