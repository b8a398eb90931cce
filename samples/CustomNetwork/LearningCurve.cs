using MLNetDeep;
using ScottPlot;

namespace CustomNetwork;

/// <summary>A picture of how training went.</summary>
internal static class LearningCurve
{
    internal static void Save(TrainingHistory history, string path)
    {
        using Plot plot = new();
        double[] epochs = [.. history.Epochs.Select(epoch => (double)epoch.Epoch)];
        plot.Add.Scatter(epochs, history.Epochs.Select(epoch => epoch.TrainingLoss).ToArray()).LegendText = "training loss";
        plot.Add.Scatter(epochs, history.Epochs.Select(epoch => epoch.ValidationLoss ?? double.NaN).ToArray()).LegendText = "validation loss";
        plot.Add.VerticalLine(history.BestEpoch).LegendText = "best epoch";
        plot.XLabel("epoch");
        plot.YLabel("loss");
        plot.ShowLegend(Alignment.UpperCenter);
        plot.SavePng(path, width: 800, height: 500);
    }
}
