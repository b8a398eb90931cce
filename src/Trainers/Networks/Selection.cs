using System.Numerics;

namespace MLNetDeep.Networks;

/// <summary>Finds the value that would stand at a place if all were sorted, without sorting all (Hoare 1961, "Find").</summary>
internal static class Selection
{
    /// <summary>Moves the value of a place there: none before it is larger, none behind it is smaller.</summary>
    /// <param name="values">Values without NaN; they are reordered.</param>
    /// <param name="place">Zero-based.</param>
    internal static float Select(Span<float> values, int place)
    {
        int first = 0, last = values.Length - 1;
        for (int rounds = 4 * BitOperations.Log2((uint)values.Length + 1); first < last; rounds--)
        {
            if (rounds == 0) // pivots were bad all the time
            {
                values[first..(last + 1)].Sort();
                break;
            }
            (int low, int high) = Partition(values, first, last);
            (first, last) = place <= high ? (first, high) : place >= low ? (low, last) : (place, place);
        }
        return values[place];
    }

    /// <summary>Moves small values to the front and large ones to the end; those between the parts are in place.</summary>
    private static (int Low, int High) Partition(Span<float> values, int first, int last)
    {
        float pivot = MedianOf(values[first], values[first + ((last - first) / 2)], values[last]);
        int low = first, high = last;
        while (low <= high)
        {
            while (values[low] < pivot)
            {
                low++;
            }
            while (values[high] > pivot)
            {
                high--;
            }
            if (low <= high)
            {
                (values[low], values[high]) = (values[high--], values[low++]);
            }
        }
        return (low, high);
    }

    private static float MedianOf(float a, float b, float c) => Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
}
