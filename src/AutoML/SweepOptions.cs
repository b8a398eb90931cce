namespace MLNetDeep;

/// <summary>How a sweep is run: what counts, on which rows, and how long.</summary>
public sealed record SweepOptions
{
    /// <summary>What counts: the name of a property of ML.NET's metrics, as <c>AreaUnderRocCurve</c>.</summary>
    /// <value>
    /// Binary: <c>AreaUnderRocCurve</c> (the default), <c>AreaUnderPrecisionRecallCurve</c>, <c>Accuracy</c>, <c>F1Score</c>, <c>LogLoss</c>.
    /// Multiclass: <c>MicroAccuracy</c> (the default), <c>MacroAccuracy</c>, <c>LogLoss</c>. Regression: <c>RSquared</c> (the default),
    /// <c>RootMeanSquaredError</c>, <c>MeanSquaredError</c>, <c>MeanAbsoluteError</c>. <see langword="null"/> for the default.
    /// </value>
    public string? Metric { get; init; }

    /// <summary>The column to predict.</summary>
    /// <value>The default is <c>Label</c>.</value>
    public string LabelColumnName { get; init; } = "Label";

    /// <summary>The number of trials, defaults of candidates included.</summary>
    /// <value>Positive. The default is 60.</value>
    public int MaximumTrials { get; init; } = 60;

    /// <summary>How long a call of <c>Run</c> may take.</summary>
    /// <value>Positive, or <see langword="null"/>, the default, for no limit.</value>
    public TimeSpan? TimeBudget { get; init; }

    /// <summary>How long a trial may take.</summary>
    /// <value>Positive, or <see langword="null"/>, the default, for no limit.</value>
    public TimeSpan? TrialTimeBudget { get; init; }

    /// <summary>How many bytes of memory the process may take; where it takes more, the latest trial fails.</summary>
    /// <value>Positive, or <see langword="null"/>, the default, for no limit.</value>
    /// <remarks>Deep trainers without a <c>MemoryBudget</c> of their own get an equal share of it for features.</remarks>
    public long? MemoryBudget { get; init; }

    /// <summary>How many trials run at once.</summary>
    /// <value>Positive. The default is 1. With more, deep trainers without a <c>NumberOfThreads</c> share the cores, and which trial ends first is chance: results are not reproducible.</value>
    public int Parallelism { get; init; } = 1;

    /// <summary>The share of the rows that all trials are judged on, in (0, 1), where <see cref="NumberOfFolds"/> is 1.</summary>
    /// <value>The default is 0.2.</value>
    public double ValidationFraction { get; init; } = 0.2;

    /// <summary>The folds of cross-validation; 1 holds out <see cref="ValidationFraction"/> instead.</summary>
    /// <value>Positive. The default is 1.</value>
    /// <remarks>A trial's metric is the mean over the folds, and its model that of the first fold.</remarks>
    public int NumberOfFolds { get; init; } = 1;

    /// <summary>A column whose equal values stay together: all their rows are trained on, or all are judged on.</summary>
    /// <value>The default is <see langword="null"/>: rows are taken one by one.</value>
    public string? SamplingKeyColumnName { get; init; }

    /// <summary>A column of numbers or times in whose order rows are split: trials are judged on rows later than those they learn from.</summary>
    /// <value>The default is <see langword="null"/>: at random. With folds, each is judged on the next part of the rows and learns from all before.</value>
    public string? TimeColumnName { get; init; }

    /// <summary>How trials are chosen.</summary>
    /// <value>The default is <see cref="SweepSampler.Tpe"/>.</value>
    public SweepSampler Sampler { get; init; }

    /// <summary>Whether trials that are behind others end early: those of trainers that report epochs, and between folds all.</summary>
    /// <value>The default is <see langword="true"/>.</value>
    /// <remarks>Asynchronous successive halving (Li et al. 2020, arXiv 1810.05934).</remarks>
    public bool Prune { get; init; } = true;

    /// <summary>An SQLite file that keeps the trials, so that a sweep that was ended continues, and several processes can share it.</summary>
    /// <value>A path, or <see langword="null"/>, the default, to keep them in memory.</value>
    /// <remarks>
    /// <para>A trial whose process ended is tried anew, by any process that runs the sweep, when it has been silent for 10 seconds, and failed when that has happened three times.
    /// <see cref="MaximumTrials"/> counts the trials of all; <see cref="TimeBudget"/> is of each call of <c>Run</c>.</para>
    /// <para>The file also has the models of the best ten trials, which must be savable. Open only files that you trust, as with models. It belongs to one sweep: another metric, split, seed or candidate is refused.</para>
    /// </remarks>
    public string? Store { get; init; }

    /// <summary>The seed of the split, of what is tried, and of deep trainers without one.</summary>
    /// <value>The default is <see langword="null"/>: that of the <c>MLContext</c>, and a random one if that has none.</value>
    public int? Seed { get; init; }

    /// <summary>Is told when a trial begins, after each of its epochs, and when it ends; by one thread at a time.</summary>
    /// <value>The default is <see langword="null"/>.</value>
    public IProgress<SweepReport>? Progress { get; init; }

    /// <summary>Ends the sweep, which then returns what it has.</summary>
    /// <value>The default never cancels.</value>
    public CancellationToken CancellationToken { get; init; }

    /// <exception cref="ArgumentOutOfRangeException">A value is outside its valid range.</exception>
    internal void Check()
    {
        Require.Name(nameof(LabelColumnName), LabelColumnName);
        Require.Positive(nameof(MaximumTrials), MaximumTrials);
        Require.That(TimeBudget is null || TimeBudget > TimeSpan.Zero, nameof(TimeBudget), TimeBudget, "positive, or null for no limit");
        Require.That(TrialTimeBudget is null || TrialTimeBudget > TimeSpan.Zero, nameof(TrialTimeBudget), TrialTimeBudget, "positive, or null for no limit");
        Require.That(MemoryBudget is null or > 0, nameof(MemoryBudget), MemoryBudget, "positive, or null for no limit");
        Require.Positive(nameof(Parallelism), Parallelism);
        Require.That(ValidationFraction is > 0 and < 1, nameof(ValidationFraction), ValidationFraction, "in (0, 1)");
        Require.Positive(nameof(NumberOfFolds), NumberOfFolds);
        Require.That(TimeColumnName is null || SamplingKeyColumnName is null, nameof(TimeColumnName), TimeColumnName, "null where SamplingKeyColumnName is set");
        Require.Defined(nameof(Sampler), Sampler);
        Require.That(Store != "", nameof(Store), Store, "a path, or null for none");
    }
}
