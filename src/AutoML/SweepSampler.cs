namespace MLNetDeep;

/// <summary>How a sweep chooses what to try.</summary>
public enum SweepSampler
{
    /// <summary>Like the best trials so far: by the tree-structured Parzen estimator, behind ten that are spread evenly.</summary>
    Tpe,

    /// <summary>Spread evenly over all that may be tried, whatever came of it.</summary>
    Random,
}
