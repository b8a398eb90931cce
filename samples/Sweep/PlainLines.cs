using MLNetDeep;

namespace Sweeping;

/// <summary>A line for each trial that ended, for output that goes to a file or another program.</summary>
internal sealed class PlainLines : IProgress<SweepReport>
{
    public void Report(SweepReport value)
    {
        if (value.Trial.State != TrialState.Running)
        {
            Console.WriteLine($"{value.Elapsed.TotalSeconds,5:F0} s  {value.Trial.Number,4}  {value.Trial.Candidate,-9} {TrialText.Outcome(value.Trial),-10} best {TrialText.Metric(value.Best)}");
        }
    }
}
