using System.Diagnostics;

namespace BatchScoring;

/// <summary>Tells how far a job is, how fast, and how long it still takes: each second, a line.</summary>
/// <param name="first">The rows that were there before.</param>
/// <param name="total">The rows that there will be.</param>
internal sealed class Progress(long first, long total)
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(1);

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private TimeSpan _next = s_interval;

    public void Report(long rows)
    {
        if ((rows & 0xFF) == 0 && _clock.Elapsed >= _next) // a look at the clock costs as much as a column of a row
        {
            _next = _clock.Elapsed + s_interval;
            double rate = Rate(rows);
            Console.WriteLine($"{rows,13:N0} of {total:N0} rows, {rate:N0} rows/s, {TimeSpan.FromSeconds(Math.Max(0, total - rows) / rate):h\\:mm\\:ss} left");
        }
    }

    public void End(long rows) => Console.WriteLine($"{rows,13:N0} rows, {Rate(rows):N0} rows/s, in {_clock.Elapsed:h\\:mm\\:ss\\.f}");

    private double Rate(long rows) => (rows - first) / _clock.Elapsed.TotalSeconds;
}
