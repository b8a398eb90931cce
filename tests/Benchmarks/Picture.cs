using Microsoft.ML.Data;

namespace MLNetDeep.Benchmarks;

/// <summary>A made-up grey image of 28 × 28 pixels: noise, with a bright square in the part that its class names.</summary>
internal sealed class Picture : IExample
{
    internal const int Size = 28;
    internal const int ClassCount = 9;

    private const int Parts = 3; // of a side

    [VectorType(1, Size, Size)] public float[] Features { get; } = new float[Size * Size];

    /// <summary>A key: counted from 0 in objects, from 1 in views.</summary>
    [KeyType(ClassCount)] public uint Class { get; private init; }

    public bool IsPositive => Class % 2 == 0;

    internal static Picture[] Array(int count)
    {
        Random random = new(1);
        return [.. Enumerable.Range(0, count).Select(_ => Draw(random))];
    }

    private static Picture Draw(Random random)
    {
        const int Side = Size / Parts;
        int part = random.Next(ClassCount);
        Picture picture = new() { Class = (uint)part };
        for (int pixel = 0; pixel < picture.Features.Length; pixel++)
        {
            bool isInPart = pixel / Size / Side == part / Parts && pixel % Size / Side == part % Parts;
            picture.Features[pixel] = random.Next(isInPart ? 64 : 0, 192);
        }
        return picture;
    }
}
