using System.Numerics;

namespace MLNetDeep.Networks;

/// <summary>Finds the values that would stand at some places if all were sorted, without sorting all (Chambers 1971, "Partial sorting").</summary>
internal static class Selection
{
    private const int FewValues = 16; // sorted faster than divided

    /// <summary>Moves the values of some places there: none before such a place is larger than its value, none behind it is smaller.</summary>
    /// <param name="values">Values without NaN; they are reordered.</param>
    /// <param name="places">Zero-based, ascending.</param>
    internal static void Arrange(Span<float> values, ReadOnlySpan<int> places) =>
        Arrange(values, 0, places, rounds: 4 * BitOperations.Log2((uint)values.Length + 1));

    /// <param name="values">Neighbouring values of all.</param>
    /// <param name="first">The place of the first of them.</param>
    /// <param name="places">Those that are among them.</param>
    /// <param name="rounds">How often they may still be divided.</param>
    private static void Arrange(Span<float> values, int first, ReadOnlySpan<int> places, int rounds)
    {
        for (; !places.IsEmpty; rounds--)
        {
            if (values.Length <= FewValues || rounds == 0) // pivots were bad all the time
            {
                values.Sort();
                return;
            }
            float pivot = MedianOf(values[0], values[values.Length / 2], values[^1]);
            int smaller = MoveToFront(values, below: pivot);
            if (smaller > 0)
            {
                int count = CountBelow(places, first + smaller);
                Arrange(values[..smaller], first, places[..count], rounds - 1);
                places = places[count..];
            }
            else // the pivot is the smallest
            {
                smaller = pivot < float.PositiveInfinity ? MoveToFront(values, below: float.BitIncrement(pivot)) : values.Length;
                places = places[CountBelow(places, first + smaller)..];
            }
            values = values[smaller..];
            first += smaller;
        }
    }

    /// <summary>Without branches, which would be mispredicted for every other value.</summary>
    private static int MoveToFront(Span<float> values, float below)
    {
        int count = 0;
        for (int index = 0; index < values.Length; index++)
        {
            float value = values[index];
            values[index] = values[count];
            values[count] = value;
            count += value < below ? 1 : 0;
        }
        return count;
    }

    private static int CountBelow(ReadOnlySpan<int> places, int limit)
    {
        int count = 0;
        while (count < places.Length && places[count] < limit)
        {
            count++;
        }
        return count;
    }

    private static float MedianOf(float a, float b, float c) => Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
}
