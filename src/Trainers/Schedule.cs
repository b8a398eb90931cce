namespace MLNetDeep;

/// <summary>The learning rate over the course of training.</summary>
internal static class Schedule
{
    private const double WarmUp = 0.05; // the share of training in which the rate rises

    /// <summary>The learning rate at a point of training.</summary>
    /// <param name="schedule">The curve.</param>
    /// <param name="peak">Its highest value.</param>
    /// <param name="progress">The share of training that is done, in [0, 1].</param>
    internal static double Rate(LearningRateSchedule schedule, double peak, double progress) => schedule switch
    {
        LearningRateSchedule.Constant => peak,
        _ when progress < WarmUp => peak * (progress + 0.01) / (WarmUp + 0.01), // the first step moves too
        _ => peak * (1 + Math.Cos(Math.PI * (progress - WarmUp) / (1 - WarmUp))) / 2,
    };
}
