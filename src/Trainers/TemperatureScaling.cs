#pragma warning disable RS0030 // a scope per temperature that is tried: its numbers are as many as there are outputs
namespace MLNetDeep;

/// <summary>Sets probabilities right by one number that all outputs are divided by (Guo et al. 2017, arXiv 1706.04599).</summary>
internal sealed class TemperatureScaling
{
    private const double Least = 0.01, Most = 100;
    private const int Halvings = 40; // of the range of logarithms: to a millionth
    private const int Bins = 15; // as in the paper

    private readonly Tensor _logits; // [V, classes], of Float64
    private readonly Tensor _ofLabels; // [V, 1]
    private readonly Tensor _labels; // [V], of Int64
    private readonly Tensor _weights; // [V], together 1

    /// <param name="rows">Those to set probabilities right with.</param>
    internal TemperatureScaling(ScoredRows rows)
    {
        Tensor outputs = rows.Outputs.to(ScalarType.Float64);
        _logits = outputs.size(1) == 1 ? cat([zeros_like(outputs), outputs], 1) : outputs; // the log-odds of true are those against a logit of 0
        _labels = rows.Targets.to(ScalarType.Int64);
        _ofLabels = _logits.gather(1, _labels.unsqueeze(1));
        Tensor weights = rows.Weights.to(ScalarType.Float64);
        _weights = weights / weights.sum();
    }

    /// <summary>Sets the temperature of a task by what the network says of the validation rows; null without these.</summary>
    internal static CalibrationReport? Of(Learning learning)
    {
        if (learning.Validation is not { } rows)
        {
            learning.Observer.Warn("CalibrateProbabilities is set, but no rows are held out: probabilities stay as they are. Set ValidationFraction, or give validation data to Fit.");
            return null;
        }
        using IDisposable noGradient = no_grad();
        List<ScoredRows> scored = [];
        Evaluation.Of(learning.Network, learning.Task, rows, learning.Observer.CheckAlive, scored);
        CalibrationReport report = new TemperatureScaling(ScoredRows.Of(scored)).Run();
        learning.Task.Temperature = report.Temperature;
        return report;
    }

    /// <summary>Finds the temperature of the lowest log-loss, which falls and then rises with it.</summary>
    internal CalibrationReport Run()
    {
        double low = Math.Log(Least), high = Math.Log(Most);
        for (int halving = 0; halving < Halvings; halving++)
        {
            double middle = (low + high) / 2;
            (low, high) = IsTooSure(Math.Exp(middle)) ? (middle, high) : (low, middle);
        }
        double temperature = Math.Exp((low + high) / 2);
        return new CalibrationReport(temperature, Error(1), Error(temperature));
    }

    /// <summary>Whether a higher temperature lowers the log-loss: whether the logits that probabilities expect are above those of the labels.</summary>
    private bool IsTooSure(double temperature)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor expected = (Probabilities(temperature) * _logits).sum(1, keepdim: true);
        return ((expected - _ofLabels).squeeze(1) * _weights).sum().item<double>() > 0;
    }

    /// <summary>The expected calibration error.</summary>
    private double Error(double temperature)
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor confidence, Tensor predicted) = Probabilities(temperature).max(1);
        using Scalar bins = Bins, last = Bins - 1, one = 1;
        Tensor bin = confidence.mul(bins).floor().clamp_max(last).to(ScalarType.Int64);
        Tensor gap = predicted.eq(_labels).to(ScalarType.Float64) - confidence;
        Tensor gaps = zeros(Bins, ScalarType.Float64, device: bin.device).index_add_(0, bin, gap * _weights, one);
        return gaps.abs().sum().item<double>();
    }

    private Tensor Probabilities(double temperature)
    {
        using Scalar divisor = temperature;
        return _logits.div(divisor).softmax(1);
    }
}
