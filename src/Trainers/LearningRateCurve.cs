namespace MLNetDeep;

/// <summary>How the loss changes while the learning rate grows from step to step (Smith 2017, arXiv 1506.01186).</summary>
/// <param name="Points">A point for each step, with ever larger rates. The last one is where the loss has exploded, or the largest rate.</param>
/// <param name="Suggestion">A tenth of the rate at which the smoothed loss was lowest; as peak of <see cref="LearningRateSchedule.WarmUpCosine"/> and <see cref="LearningRateSchedule.OneCycle"/> more is often possible.</param>
public sealed record LearningRateCurve(IReadOnlyList<LearningRatePoint> Points, double Suggestion);

/// <summary>A step of a <see cref="LearningRateCurve"/>.</summary>
/// <param name="LearningRate">The rate of the step.</param>
/// <param name="Loss">The training loss before the step, smoothed over the steps before.</param>
public sealed record LearningRatePoint(double LearningRate, double Loss);
