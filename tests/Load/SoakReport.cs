using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MLNetDeep.Load;

/// <summary>What came of a soak.</summary>
internal sealed class SoakReport
{
    private const double MostGrowth = 1.15;
    private static readonly TimeSpan s_settled = TimeSpan.FromMinutes(1); // until then caches fill
    private static readonly TimeSpan s_span = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly List<(TimeSpan Time, long Bytes, long Managed)> _memory = [];
    private readonly HashSet<string> _failures = [];
    private string _version = "";
    private int _answered, _hungUp, _failed, _mixed, _damaged, _degraded, _versions;
    private bool _isDegraded;

    /// <summary>Whether no request failed, each answer was by one version, models and damaged files came and went, and the memory did not grow.</summary>
    internal bool IsGood => _failed == 0 && _mixed == 0 && _answered > 0 && _versions > 1 && _damaged - _degraded is 0 or 1 && !(Growth > MostGrowth); // the last file may be damaged at the very end

    /// <summary>The memory of any ten seconds behind the first minute, at most, over that of the ten seconds around it; NaN if there are none.</summary>
    private double Growth => Memory(s_settled - (s_span / 2)) is var first && _clock.Elapsed > s_settled + s_span
        ? Enumerable.Range(0, (int)((_clock.Elapsed - s_settled) / s_span)).Max(span => Memory(s_settled + (span * s_span)) / first)
        : double.NaN;

    /// <summary>Where it stands, in a line.</summary>
    internal string Progress
    {
        get
        {
            lock (_lock)
            {
                (TimeSpan time, long bytes, long managed) = _memory.LastOrDefault();
                return string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds,6:N0} s  {_answered,12:N0} answered  {_versions,4} models  {bytes / 1e6:N0} MB, managed {managed / 1e6:N0} MB");
            }
        }
    }

    internal void Answered(int versions)
    {
        Interlocked.Increment(ref _answered);
        if (versions != 1)
        {
            Interlocked.Increment(ref _mixed);
        }
    }

    internal void HungUp() => Interlocked.Increment(ref _hungUp);

    internal void FileDamaged() => Interlocked.Increment(ref _damaged);

    internal void Failed(Exception exception)
    {
        Interlocked.Increment(ref _failed);
        lock (_lock)
        {
            _failures.Add(exception.Message);
        }
    }

    /// <summary>Notes what the service told of itself.</summary>
    internal void Saw(ServerState state)
    {
        bool isDegraded = state.Health == HealthStatus.Degraded;
        lock (_lock)
        {
            _memory.Add((_clock.Elapsed, state.WorkingSet, state.Managed));
            _versions += state.ModelVersion == _version ? 0 : 1;
            _version = state.ModelVersion;
            _degraded += isDegraded && !_isDegraded ? 1 : 0;
            _isDegraded = isDegraded;
        }
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"""
        Seconds            {_clock.Elapsed.TotalSeconds:N0}
        Answered           {_answered:N0}
        Hung up            {_hungUp:N0}
        Failed             {_failed:N0}{string.Concat(_failures.Take(3).Select(failure => $"; {failure}"))}
        Not of one version {_mixed:N0}
        Models served      {_versions:N0}
        Damaged files      {_damaged:N0}, of which the health check told of {_degraded:N0}
        Memory             {_memory[^1].Bytes / 1e6:N0} MB at the end, of which {_memory[^1].Managed / 1e6:N0} MB managed, {_memory.Max(sample => sample.Bytes) / 1e6:N0} MB at most{(double.IsNaN(Growth) ? "" : $"; since the first minute × {Growth:F2}")}
        """);

    /// <summary>The median of ten seconds.</summary>
    private double Memory(TimeSpan begin)
    {
        long[] sorted = [.. _memory.Where(sample => sample.Time >= begin && sample.Time < begin + s_span).Select(sample => sample.Bytes).Order()];
        return sorted.Length == 0 ? double.NaN : sorted[sorted.Length / 2];
    }
}
