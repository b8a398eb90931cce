using Microsoft.ML.Data;

namespace MLNetDeep.Benchmarks;

/// <summary>A made-up row: features in [-1, 1), and two labels that follow from a few of them.</summary>
internal sealed class Example : IExample
{
    internal const int FeatureCount = 50;
    internal const int ClassCount = 10;

    [VectorType(FeatureCount)] public float[] Features { get; } = new float[FeatureCount];

    /// <summary>A key: counted from 0 in objects, from 1 in views.</summary>
    [KeyType(ClassCount)] public uint Class { get; set; }

    public bool IsPositive { get; set; }

    internal static Example[] Array(int count)
    {
        Random random = new(1);
        Example[] examples = new Example[count];
        for (int index = 0; index < count; index++)
        {
            examples[index] = new Example();
            examples[index].Draw(random);
        }
        return examples;
    }

    /// <summary>Rows that take no memory: one object, drawn anew for each.</summary>
    internal static IEnumerable<Example> Stream(int count)
    {
        Random random = new(1);
        Example example = new();
        for (int index = 0; index < count; index++)
        {
            example.Draw(random);
            yield return example;
        }
    }

    private void Draw(Random random)
    {
        for (int feature = 0; feature < FeatureCount; feature++)
        {
            Features[feature] = 2 * random.NextSingle() - 1;
        }
        float score = Features[0] + 2 * Features[1] * Features[2] + Features[3] * Math.Abs(Features[4]) + 0.2f * Features[5];
        Class = (uint)Math.Clamp((int)(ClassCount / 2 + 2.5f * score), 0, ClassCount - 1);
        IsPositive = score > 0;
    }
}
