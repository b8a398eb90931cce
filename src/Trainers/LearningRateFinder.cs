namespace MLNetDeep;

/// <summary>Trains with a learning rate that grows by a factor from step to step, until the loss explodes.</summary>
internal sealed class LearningRateFinder(Learning learning)
{
    private const double First = 1e-7; // these, and the smoothing, are those of fastai
    private const double Last = 10;
    private const int Steps = 100;
    private const double Kept = 0.9; // of the smoothed loss in the next
    private const double Explosion = 4; // times the lowest loss

    private readonly EpochSteps _steps = new(learning);
    private readonly List<LearningRatePoint> _points = [];
    private double _smoothed; // not yet divided by the share of its steps
    private double _lowest = double.PositiveInfinity;
    private double _suggestion = First;

    private bool GoesOn => _points.Count < Steps && (_points.Count == 0 || _points[^1].Loss < Explosion * _lowest);

    internal LearningRateCurve Run()
    {
        while (GoesOn)
        {
            _steps.Run(_ => Rate, () => GoesOn, Take);
        }
        return new LearningRateCurve(_points, _suggestion);
    }

    /// <summary>The rate of the next step.</summary>
    private double Rate => First * Math.Pow(Last / First, _points.Count / (Steps - 1.0));

    private void Take(Tensor loss, bool moved)
    {
        if (!moved)
        {
            return;
        }
        _smoothed = (Kept * _smoothed) + ((1 - Kept) * loss.item<float>());
        double known = _smoothed / (1 - Math.Pow(Kept, _points.Count + 1));
        if (known < _lowest)
        {
            _lowest = known;
            _suggestion = Rate / 10;
        }
        _points.Add(new LearningRatePoint(Rate, known));
    }
}
