namespace MLNetDeep.Tests;

/// <summary>Whether training steps use TorchScript.</summary>
internal static class Scripts
{
    /// <summary>Makes steps use scripts or not, until it is disposed.</summary>
    internal static IDisposable Wanted(bool scripted)
    {
        Wish before = new(TrainingScript.IsWanted);
        TrainingScript.IsWanted = scripted;
        return before;
    }

    /// <summary>What was wished before, and will be again.</summary>
    private sealed class Wish(bool before) : IDisposable
    {
        public void Dispose() => TrainingScript.IsWanted = before;
    }
}
