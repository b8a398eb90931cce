namespace MLNetDeep;

/// <summary>The learning rate over the course of training.</summary>
internal static class Schedule
{
    private const double WarmUp = 0.05; // the share of training in which the rate rises
    private const double Rise = 0.3; // likewise, of one cycle; it and the factors are those of fastai and PyTorch
    private const double FirstOfCycle = 25;
    private const double LastOfCycle = 1e4;

    /// <summary>The learning rate at a point of training.</summary>
    /// <param name="schedule">A curve that depends on nothing else.</param>
    /// <param name="peak">Its highest value.</param>
    /// <param name="progress">The share of training that is done, in [0, 1].</param>
    internal static double Rate(LearningRateSchedule schedule, double peak, double progress) => schedule switch
    {
        LearningRateSchedule.Constant => peak,
        LearningRateSchedule.OneCycle when progress < Rise => Between(peak / FirstOfCycle, peak, progress / Rise),
        LearningRateSchedule.OneCycle => Between(peak, peak / FirstOfCycle / LastOfCycle, (progress - Rise) / (1 - Rise)),
        LearningRateSchedule.CosineCycles => peak * (1 - Math.Cos(2 * Math.PI * Math.Log2(1 + 15 * progress))) / 2,
        _ when progress < WarmUp => peak * (progress + 0.01) / (WarmUp + 0.01), // the first step moves too
        _ => peak * (1 + Math.Cos(Math.PI * (progress - WarmUp) / (1 - WarmUp))) / 2,
    };

    /// <summary>Half a cosine.</summary>
    private static double Between(double from, double to, double share) => to + (from - to) * (1 + Math.Cos(Math.PI * share)) / 2;
}
