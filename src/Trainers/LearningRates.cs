namespace MLNetDeep;

/// <summary>The learning rates of a fit.</summary>
internal sealed class LearningRates(DeepTrainerOptions options)
{
    private double _factor = 1;
    private double _lowest = double.PositiveInfinity;
    private int _epochsSince; // the lowest loss, or the last change

    /// <summary>The learning rate at a point of training.</summary>
    /// <param name="epochsDone">The number of epochs that are over.</param>
    /// <param name="progress">The share of training that is done, in [0, 1].</param>
    internal double At(int epochsDone, double progress) => options.LearningRateSchedule switch
    {
        LearningRateSchedule.Step => options.LearningRate * Math.Pow(options.LearningRateFactor, epochsDone / options.LearningRateStepEpochs),
        LearningRateSchedule.ReduceOnPlateau => options.LearningRate * _factor,
        var curve => Schedule.Rate(curve, options.LearningRate, progress),
    };

    /// <summary>Takes note of what an epoch achieved.</summary>
    internal void Follow(EpochReport report)
    {
        double loss = report.ValidationLoss ?? report.TrainingLoss;
        (_lowest, _epochsSince) = loss < _lowest ? (loss, 0) : (_lowest, _epochsSince + 1);
        if (_epochsSince == options.LearningRatePlateauEpochs)
        {
            _factor *= options.LearningRateFactor;
            _epochsSince = 0;
        }
    }
}
