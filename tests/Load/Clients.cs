using System.Diagnostics;

namespace MLNetDeep.Load;

/// <summary>Clients that each send a request, wait for the answer, and send the next.</summary>
internal static class Clients
{
    /// <summary>How fast they are answered.</summary>
    /// <param name="count">How many clients there are.</param>
    /// <param name="duration">How long they are measured, after a quarter of that time in which all gets warm.</param>
    /// <param name="target">What they ask.</param>
    internal static async Task<Measurement> Measure(int count, TimeSpan duration, Target target)
    {
        TimeSpan processorTime = target.ProcessorTime();
        long begin = Stopwatch.GetTimestamp(), start = begin + Ticks(duration / 4), end = start + Ticks(duration);
        Client[] clients = [.. Enumerable.Range(0, count).Select(number => new Client(number))];
        await Task.WhenAll(clients.Select(client => Task.Run(() => client.Run(start, end, target.Ask))));
        processorTime = target.ProcessorTime() - processorTime;
        return Measurement.Of([.. clients.SelectMany(client => client.Times).Order()], duration, processorTime / Math.Max(1, clients.Sum(client => client.Answers)));
    }

    private static long Ticks(TimeSpan time) => (long)(time.TotalSeconds * Stopwatch.Frequency);

    private sealed class Client(int number)
    {
        internal List<long> Times { get; } = new(1 << 16);

        /// <summary>All requests, those before the start included.</summary>
        internal int Answers { get; private set; }

        internal async Task Run(long start, long end, Func<int, ValueTask> ask)
        {
            for (long sent = Stopwatch.GetTimestamp(); sent < end;)
            {
                await ask(number);
                Answers++;
                long answered = Stopwatch.GetTimestamp();
                if (sent >= start)
                {
                    Times.Add(answered - sent);
                }
                sent = answered;
            }
        }
    }
}

/// <summary>What a service did under load.</summary>
/// <param name="Throughput">Requests a second.</param>
/// <param name="Median">The time of half of the requests, in microseconds.</param>
/// <param name="P99">The time of 99 of 100, in microseconds.</param>
/// <param name="Cost">The processor time of the service for a request, in microseconds: what others on the machine disturb least.</param>
internal sealed record Measurement(double Throughput, double Median, double P99, double Cost)
{
    /// <param name="sorted">The times of all requests, in ticks of the stopwatch.</param>
    /// <param name="duration">How long they were counted.</param>
    /// <param name="cost">The processor time for each.</param>
    internal static Measurement Of(long[] sorted, TimeSpan duration, TimeSpan cost) =>
        new(sorted.Length / duration.TotalSeconds, At(sorted, 0.5), At(sorted, 0.99), cost.TotalMicroseconds);

    private static double At(long[] sorted, double share) => sorted is [] ? double.NaN : sorted[(int)(share * (sorted.Length - 1))] * 1e6 / Stopwatch.Frequency;
}
