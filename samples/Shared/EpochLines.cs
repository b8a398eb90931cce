using MLNetDeep;

namespace Samples;

/// <summary>Prints a line per epoch while a network trains.</summary>
internal sealed class EpochLines(string trainer, string metric) : IProgress<EpochReport>
{
    public void Report(EpochReport value)
    {
        if (value.Epoch == 1)
        {
            Console.WriteLine($"{$"{trainer} epoch",10} {"training loss",13} {"validation loss",16} {metric,9} {"time",8}");
        }
        Console.WriteLine($"{$"{value.Epoch} of {value.NumberOfEpochs}",10} {value.TrainingLoss,13:F4} {value.ValidationLoss,16:F4} {value.ValidationMetric,9:F4} {value.Elapsed.TotalSeconds,6:F1} s");
    }
}
