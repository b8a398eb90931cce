using Microsoft.ML.Data;

namespace MLNetDeep.Benchmarks;

/// <summary>A made-up series of steps of 16 numbers in [-1, 1). The class follows from sums over the steps.</summary>
internal sealed class Series : IExample
{
    internal const int Steps = 50;
    internal const int MostSteps = 100; // of those that differ in length
    internal const int NumbersPerStep = 16;
    internal const int ClassCount = 10;

    public required float[] Features { get; init; }

    /// <summary>A key: counted from 0 in objects, from 1 in views.</summary>
    [KeyType(ClassCount)] public uint Class { get; private init; }

    public bool IsPositive => Class % 2 == 0;

    /// <summary>Series of <see cref="Steps"/> steps.</summary>
    internal static Series[] OfOneLength(int count) => Array(count, _ => Steps);

    /// <summary>Series of 1 to <see cref="MostSteps"/> steps, all lengths alike often.</summary>
    internal static Series[] OfAnyLength(int count) => Array(count, random => random.Next(MostSteps) + 1);

    private static Series[] Array(int count, Func<Random, int> steps)
    {
        Random random = new(1);
        return [.. Enumerable.Range(0, count).Select(_ => Draw(random, steps(random)))];
    }

    private static Series Draw(Random random, int steps)
    {
        float[] numbers = new float[steps * NumbersPerStep];
        float score = 0;
        for (int index = 0; index < numbers.Length; index++)
        {
            numbers[index] = (2 * random.NextSingle()) - 1;
            score += index % NumbersPerStep < 2 ? numbers[index] : 0;
        }
        score /= MathF.Sqrt(steps);
        return new Series { Features = numbers, Class = (uint)Math.Clamp((int)((ClassCount / 2) + (2.5f * score)), 0, ClassCount - 1) };
    }
}
