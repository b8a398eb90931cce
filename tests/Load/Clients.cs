using System.Diagnostics;

namespace MLNetDeep.Load;

/// <summary>Clients that each send a request, wait for the answer, and send the next.</summary>
internal static class Clients
{
    /// <summary>How fast they are answered.</summary>
    /// <param name="count">How many clients there are.</param>
    /// <param name="duration">How long they are measured, after a quarter of that time in which all gets warm.</param>
    /// <param name="request">What a client does for a request, by its number.</param>
    internal static async Task<Measurement> Measure(int count, TimeSpan duration, Func<int, ValueTask> request)
    {
        long begin = Stopwatch.GetTimestamp(), start = begin + Ticks(duration / 4), end = start + Ticks(duration);
        List<long>[] times = await Task.WhenAll(Enumerable.Range(0, count).Select(client => Task.Run(() => Run(client, start, end, request))));
        return Measurement.Of([.. times.SelectMany(own => own).Order()], duration);
    }

    private static async Task<List<long>> Run(int client, long start, long end, Func<int, ValueTask> request)
    {
        List<long> times = new(1 << 16);
        for (long sent = Stopwatch.GetTimestamp(); sent < end;)
        {
            await request(client);
            long answered = Stopwatch.GetTimestamp();
            if (sent >= start)
            {
                times.Add(answered - sent);
            }
            sent = answered;
        }
        return times;
    }

    private static long Ticks(TimeSpan time) => (long)(time.TotalSeconds * Stopwatch.Frequency);
}

/// <summary>What a service did under load.</summary>
/// <param name="Throughput">Requests a second.</param>
/// <param name="Median">The time of half of the requests, in microseconds.</param>
/// <param name="P99">The time of 99 of 100, in microseconds.</param>
internal sealed record Measurement(double Throughput, double Median, double P99)
{
    /// <param name="sorted">The times of all requests, in ticks of the stopwatch.</param>
    /// <param name="duration">How long they were counted.</param>
    internal static Measurement Of(long[] sorted, TimeSpan duration) => new(sorted.Length / duration.TotalSeconds, At(sorted, 0.5), At(sorted, 0.99));

    private static double At(long[] sorted, double share) => sorted is [] ? double.NaN : sorted[(int)(share * (sorted.Length - 1))] * 1e6 / Stopwatch.Frequency;
}
