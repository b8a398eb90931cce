using System.Diagnostics;

namespace MLNetDeep;

/// <summary>Finds out by measurement how many rows it takes until a block is faster than its rows one by one.</summary>
internal static class BreakEven
{
    private const double Margin = 0.9; // of the time one by one, so that noise decides nothing
    private static readonly TimeSpan s_budget = TimeSpan.FromMilliseconds(250);

    /// <summary>The smallest number of rows that are faster together; <see langword="null"/> if no number is.</summary>
    /// <param name="one">What predicts one row.</param>
    /// <param name="block">What predicts several.</param>
    /// <param name="example">The row to measure with.</param>
    /// <exception cref="Exception">What the model has against the example.</exception>
    internal static int? Measure<TIn, TOut>(PredictionEngine<TIn, TOut> one, BlockEngine<TIn, TOut> block, TIn example)
        where TIn : class
        where TOut : class, new()
    {
        int[] sizes = [.. Sizes(block.Capacity)];
        TIn[] rows = new TIn[block.Capacity];
        TOut[] predictions = new TOut[block.Capacity];
        Array.Fill(rows, example);
        using QueueCost<TIn, TOut> queue = new(example);
        TimeSpan single = TimeSpan.MaxValue, queueing = TimeSpan.MaxValue;
        TimeSpan[] blocks = [.. sizes.Select(_ => TimeSpan.MaxValue)];
        long start = Stopwatch.GetTimestamp();
        do // in turn, and the shortest of each: other work on the machine disturbs all alike, and compiling only the first rounds
        {
            single = Shorter(single, () => one.Predict(example));
            queueing = Shorter(queueing, queue.Run);
            for (int index = 0; index < sizes.Length; index++)
            {
                blocks[index] = Shorter(blocks[index], () => block.Predict(rows.AsSpan(0, sizes[index]), predictions));
            }
        }
        while (Stopwatch.GetElapsedTime(start) < s_budget);
        return Find(sizes, single, queueing / QueueCost<TIn, TOut>.Requests, blocks);
    }

    /// <summary>The smallest size from which on all are worthwhile.</summary>
    /// <param name="sizes">Numbers of rows, rising.</param>
    /// <param name="single">What a row takes by itself.</param>
    /// <param name="queueing">What a request takes more when it waits.</param>
    /// <param name="blocks">What a block takes, by its size.</param>
    internal static int? Find(ReadOnlySpan<int> sizes, TimeSpan single, TimeSpan queueing, ReadOnlySpan<TimeSpan> blocks)
    {
        int? found = null;
        for (int index = sizes.Length - 1; index >= 0 && blocks[index] + (queueing * sizes[index]) < Margin * sizes[index] * single; index--)
        {
            found = sizes[index];
        }
        return found;
    }

    private static IEnumerable<int> Sizes(int capacity)
    {
        for (int size = 2; size < capacity; size *= 2)
        {
            yield return size;
        }
        if (capacity > 1)
        {
            yield return capacity;
        }
    }

    private static TimeSpan Shorter(TimeSpan before, Action predict)
    {
        long start = Stopwatch.GetTimestamp();
        predict();
        TimeSpan now = Stopwatch.GetElapsedTime(start);
        return now < before ? now : before;
    }
}
