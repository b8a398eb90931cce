using MLNetDeep;

namespace SweepWorker;

/// <summary>A line for each thing that happens.</summary>
internal sealed class Lines : IProgress<SweepReport>
{
    public void Report(SweepReport value) => Console.WriteLine($"{value.Trial.State} {value.Trial.Number}");
}
