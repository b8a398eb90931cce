namespace MLNetDeep;

/// <summary>How far probabilities are from what happens, before and after <see cref="DeepTrainerOptions.CalibrateProbabilities"/>.</summary>
/// <param name="Temperature">What the raw outputs of the network are divided by: above 1 where it was too sure.</param>
/// <param name="ErrorBefore">
/// The expected calibration error over the validation rows: the mean distance of confidence and accuracy in 15 bins of confidence, by weight
/// (Guo et al. 2017, arXiv 1706.04599). In [0, 1]; 0 is best.
/// </param>
/// <param name="ErrorAfter">The same with the temperature.</param>
public sealed record CalibrationReport(double Temperature, double ErrorBefore, double ErrorAfter);
