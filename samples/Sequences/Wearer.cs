using System.Numerics;

namespace Sequences;

/// <summary>Makes up what an accelerometer in a pocket measures: sideways, forward and up, in g, 20 times a second, for two to six seconds.</summary>
/// <remarks>
/// Pace, strength and the tilt of the device differ from recording to recording. Who goes up pushes slowly and who goes down lands hard: the
/// one is the other backwards, so that nothing but the order of the numbers tells them apart.
/// </remarks>
internal sealed class Wearer
{
    private const int SamplingRate = 20; // Hz
    private const double Noise = 0.05; // g
    private const double Unsteadiness = 0.1; // standard deviation of the pace from step to step, as a share of it
    private const double Tilt = 0.3; // at most, in radians around each axis
    private const double Lost = 0.01; // of all measurements

    private static readonly Dictionary<string, Movement> s_movements = new()
    {
        ["Standing"] = new(Pace: (0.2, 0.4), Strength: (0.01, 0.03), Vibration: 0, [(1, 1, 1, 0)]),
        ["Walking"] = new(Pace: (1.6, 2.2), Strength: (0.15, 0.5), Vibration: 0, [(0.5, 0.3f, 0, 0), (1, 0.1f, 0.4f, 1), (2, 0, 0.2f, 0.3f)]),
        ["Running"] = new(Pace: (2.4, 3.2), Strength: (0.3, 1), Vibration: 0, [(0.5, 0.3f, 0, 0), (1, 0.2f, 0.4f, 1), (2, 0.1f, 0.2f, 0.3f)]),
        ["StairsUp"] = new(Pace: (1.1, 1.6), Strength: (0.15, 0.5), Vibration: 0, [(0.5, 0.4f, 0, 0), (1, 0.1f, 0.4f, 1), (2, 0, 0.2f, 0.5f), (3, 0, 0.1f, 0.3f)]),
        ["StairsDown"] = new(Pace: (1.1, 1.6), Strength: (0.15, 0.5), Vibration: 0, [(0.5, -0.4f, 0, 0), (1, -0.1f, -0.4f, -1), (2, 0, -0.2f, -0.5f), (3, 0, -0.1f, -0.3f)]),
        ["Cycling"] = new(Pace: (1, 1.6), Strength: (0.15, 0.5), Vibration: 0.1, [(1, 0.3f, 0.7f, 0.7f)]),
    };

    private readonly Random _random;

    private Wearer(Random random) => _random = random;

    public static IReadOnlyList<string> Channels { get; } = ["sideways", "forward", "up"];

    /// <summary>As many recordings, equally many of each movement.</summary>
    public static TimeSeries[] Record(int count, int seed)
    {
        Wearer wearer = new(new Random(seed));
        string[] names = [.. s_movements.Keys];
        return [.. Enumerable.Range(1, count).Select(number => wearer.Record(names[number % names.Length], $"Recording {number}"))];
    }

    private TimeSeries Record(string name, string place)
    {
        Movement movement = s_movements[name];
        double pace = Between(movement.Pace), strength = Between(movement.Strength), noise = Noise + movement.Vibration;
        double time = Between((0, 2)); // in steps of the wearer, or turns of the pedals; a part may take two of them
        Quaternion position = Quaternion.CreateFromYawPitchRoll(Angle(), Angle(), Angle());
        int length = _random.Next(2 * SamplingRate, 6 * SamplingRate + 1);
        float[][] axes = [.. Channels.Select(_ => new float[length])];
        for (int step = 0; step < length; step++)
        {
            time += pace * (1 + Unsteadiness * Normal()) / SamplingRate;
            Vector3 felt = Vector3.UnitZ + (float)strength * movement.At(time); // with gravity
            bool isLost = _random.NextDouble() < Lost;
            for (int axis = 0; axis < axes.Length; axis++)
            {
                axes[axis][step] = isLost ? float.NaN : Vector3.Transform(felt, position)[axis] + (float)(noise * Normal());
            }
        }
        return new TimeSeries(name, axes, place);
    }

    private float Angle() => (float)Between((-Tilt, Tilt));

    private double Between((double Low, double High) range) => range.Low + (range.High - range.Low) * _random.NextDouble();

    /// <summary>A number from the standard normal distribution (Box and Muller 1958).</summary>
    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(Math.Tau * _random.NextDouble());

    /// <summary>A movement that repeats itself.</summary>
    /// <param name="Pace">How often in a second: between these.</param>
    /// <param name="Strength">What the amplitudes of its parts are multiplied by, in g: between these.</param>
    /// <param name="Vibration">Of the ground, in g.</param>
    /// <param name="Parts">Sines: their frequencies as multiples of the pace, and their amplitudes by axis.</param>
    private sealed record Movement(
        (double Low, double High) Pace, (double Low, double High) Strength, double Vibration, (double Order, float Sideways, float Forward, float Up)[] Parts)
    {
        public Vector3 At(double time) => Parts.Aggregate(
            Vector3.Zero, (sum, part) => sum + (float)Math.Sin(Math.Tau * part.Order * time) * new Vector3(part.Sideways, part.Forward, part.Up));
    }
}
