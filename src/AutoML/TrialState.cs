namespace MLNetDeep;

/// <summary>How far a trial of a sweep got.</summary>
public enum TrialState
{
    /// <summary>It is being tried.</summary>
    Running,

    /// <summary>It has a model and a metric.</summary>
    Completed,

    /// <summary>It was behind others, and ended early.</summary>
    Pruned,

    /// <summary>It threw an exception, had no finite metric, or took more memory than the sweep may.</summary>
    Failed,

    /// <summary>It took longer than a trial may.</summary>
    TimedOut,

    /// <summary>The sweep ended before it did. A sweep that continues tries it anew.</summary>
    Cancelled,
}
