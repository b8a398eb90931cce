namespace Signals;

/// <summary>Makes recordings of a turning machine: two accelerometers on a bearing, radial and axial, and a tachometer that gives a pulse per turn.</summary>
/// <remarks>Speed, phase, severity and gain differ from recording to recording: what tells the faults apart is at which multiples of the speed, and in which direction, it shakes.</remarks>
internal sealed class Machine
{
    private const string Bearing = "BearingFault";
    private const int Steps = 256;
    private const double SamplingRate = 2560; // Hz: a tenth of a second
    private const double ImpactsPerTurn = 3.585; // of the balls on a defect in the outer ring of a bearing 6205
    private const double Resonance = 800, Damping = 350; // of the bearing's housing, Hz and 1/s
    private const double Noise = 0.3;

    /// <summary>Amplitudes in the radial and the axial direction, at multiples of the speed.</summary>
    private static readonly Dictionary<string, (double Order, double Radial, double Axial)[]> s_harmonics = new()
    {
        ["Healthy"] = [],
        ["Imbalance"] = [(1, 1, 0.1)],
        ["Misalignment"] = [(1, 0.5, 0.5), (2, 0.8, 0.8)],
        ["Looseness"] = [(0.5, 0.3, 0.1), (1, 0.6, 0.1), (1.5, 0.3, 0.1), (2, 0.5, 0.1), (3, 0.4, 0.1), (4, 0.3, 0.1)],
        [Bearing] = [],
    };

    private readonly Random _random;

    private Machine(Random random) => _random = random;

    public static IReadOnlyList<string> Channels { get; } = ["radial", "axial", "tachometer"];

    /// <summary>As many recordings, equally many of each condition.</summary>
    public static TimeSeries[] Record(int count, int seed)
    {
        Machine machine = new(new Random(seed));
        string[] conditions = [.. s_harmonics.Keys];
        return [.. Enumerable.Range(1, count).Select(number => machine.Record(conditions[number % conditions.Length], $"Recording {number}"))];
    }

    private TimeSeries Record(string condition, string place)
    {
        double speed = Between(20, 60); // turns per second
        double firstPulse = Between(0, 1); // of a turn
        float[] radial = new float[Steps], axial = new float[Steps], tachometer = new float[Steps];
        Shake(radial, axial, speed, [(1, Between(0.1, 0.4), 0.05), (2, 0.1, 0.1)], severity: 1); // no machine is perfect
        Shake(radial, axial, speed, s_harmonics[condition], severity: Between(0.4, 1.2));
        if (condition == Bearing)
        {
            Hit(radial, axial, speed * ImpactsPerTurn, severity: Between(0.7, 1.6));
        }
        double gain = Between(0.7, 1.4);
        for (int step = 0; step < Steps; step++)
        {
            radial[step] = (float)(gain * (radial[step] + Noise * Normal()));
            axial[step] = (float)(gain * (axial[step] + Noise * Normal()));
            tachometer[step] = (firstPulse + speed * step / SamplingRate) % 1 < 0.1 ? 5 : 0; // V
        }
        return new TimeSeries(condition, [radial, axial, tachometer], place);
    }

    private void Shake(float[] radial, float[] axial, double speed, (double Order, double Radial, double Axial)[] harmonics, double severity)
    {
        foreach ((double order, double ofRadial, double ofAxial) in harmonics)
        {
            double phase = Between(0, Math.Tau);
            for (int step = 0; step < Steps; step++)
            {
                double sine = severity * Math.Sin(Math.Tau * order * speed * step / SamplingRate + phase);
                radial[step] += (float)(ofRadial * sine);
                axial[step] += (float)(ofAxial * sine);
            }
        }
    }

    /// <summary>Adds an impact each time that a ball rolls over the defect; the housing rings with it.</summary>
    private void Hit(float[] radial, float[] axial, double frequency, double severity)
    {
        const double Slip = 0.05; // balls do not roll evenly
        for (double impact = Between(-1, 0) / frequency; impact < Steps / SamplingRate; impact += Between(1 - Slip, 1 + Slip) / frequency)
        {
            double strength = severity * Between(0.7, 1.3);
            for (int step = Math.Max(0, (int)Math.Ceiling(impact * SamplingRate)); step < Steps; step++)
            {
                double time = step / SamplingRate - impact;
                double ring = strength * Math.Exp(-Damping * time) * Math.Sin(Math.Tau * Resonance * time);
                radial[step] += (float)ring;
                axial[step] += (float)(0.3 * ring);
            }
        }
    }

    private double Between(double low, double high) => low + (high - low) * _random.NextDouble();

    /// <summary>A number from the standard normal distribution (Box and Muller 1958).</summary>
    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(Math.Tau * _random.NextDouble());
}
