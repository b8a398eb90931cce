namespace MLNetDeep.Tests;

/// <summary>Writes a line for each epoch at once.</summary>
internal sealed class EpochLines : IProgress<EpochReport>
{
    public void Report(EpochReport value) => Console.WriteLine($"epoch {value.Epoch}");
}
