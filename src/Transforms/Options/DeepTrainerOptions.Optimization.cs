namespace MLNetDeep;

// How weights are moved, beside LearningRate and what belongs to every optimizer.
public abstract partial record DeepTrainerOptions
{
    /// <summary>How weights follow their gradients.</summary>
    /// <value>The default is <see cref="Optimizer.AdamW"/>.</value>
    public Optimizer Optimizer { get; init; }

    /// <summary>The share of the last step that <see cref="Optimizer.Sgd"/> keeps in the next one.</summary>
    /// <value>In [0, 1). The default is 0.9; 0 has no momentum.</value>
    public double Momentum { get; init; } = 0.9;

    /// <summary>What <see cref="LearningRateSchedule.Step"/> and <see cref="LearningRateSchedule.ReduceOnPlateau"/> multiply the learning rate by.</summary>
    /// <value>In (0, 1). The default is 0.1.</value>
    public double LearningRateFactor { get; init; } = 0.1;

    /// <summary>After how many epochs <see cref="LearningRateSchedule.Step"/> lowers the learning rate, again and again.</summary>
    /// <value>At least 1. The default is 10.</value>
    public int LearningRateStepEpochs { get; init; } = 10;

    /// <summary>After how many epochs in a row without a lower loss <see cref="LearningRateSchedule.ReduceOnPlateau"/> lowers the learning rate.</summary>
    /// <value>At least 1. The default is 5; <see cref="EarlyStoppingPatience"/> should be larger.</value>
    public int LearningRatePlateauEpochs { get; init; } = 5;

    /// <summary>The share of the past in an exponential moving average of the weights, by step; the average is what is measured and kept. 0 takes the weights themselves.</summary>
    /// <value>In [0, 1). The default is 0; usual are 0.99 to 0.9999. Features that are mostly zero, and tokens, refuse another.</value>
    /// <remarks>Polyak and Juditsky 1992. Until about ten steps of the average's own length are taken, the share is smaller, so that initial weights are soon forgotten.</remarks>
    public double WeightAveraging { get; init; }

    /// <summary>Over how many batches gradients are added up before weights are moved: batches as large as that many, in the memory of one.</summary>
    /// <value>At least 1. The default is 1. Features that are mostly zero, and tokens, refuse another.</value>
    public int BatchesPerStep { get; init; } = 1;

    /// <summary>Refuses what a network cannot follow of which a step trains only some rows.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option needs all weights at each step.</exception>
    internal void CheckForTables()
    {
        const string Rows = "for features that are mostly zero and for tokens, of whose weights a step trains only some";
        Require.That(WeightAveraging == 0, nameof(WeightAveraging), WeightAveraging, $"0 {Rows}");
        Require.That(BatchesPerStep == 1, nameof(BatchesPerStep), BatchesPerStep, $"1 {Rows}; a larger BatchSize does the same");
    }

    private void CheckOptimization()
    {
        Require.Defined(nameof(Optimizer), Optimizer);
        Require.Fraction(nameof(Momentum), Momentum);
        Require.That(LearningRateFactor is > 0 and < 1, nameof(LearningRateFactor), LearningRateFactor, "in (0, 1)");
        Require.Positive(nameof(LearningRateStepEpochs), LearningRateStepEpochs);
        Require.Positive(nameof(LearningRatePlateauEpochs), LearningRatePlateauEpochs);
        Require.Fraction(nameof(WeightAveraging), WeightAveraging);
        Require.Positive(nameof(BatchesPerStep), BatchesPerStep);
    }
}
