namespace MLNetDeep.Tests;

/// <summary>Waits for what other threads bring about.</summary>
internal static class Eventually
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    internal static Task Holds(Func<bool> condition, string what) => Holds(() => Task.FromResult(condition()), what);

    internal static async Task Holds(Func<Task<bool>> condition, string what)
    {
        using CancellationTokenSource patience = new(s_patience);
        using PeriodicTimer look = new(TimeSpan.FromMilliseconds(5));
        while (!await condition())
        {
            Assert.IsFalse(patience.IsCancellationRequested, $"It did not happen within a minute that {what}.");
            await look.WaitForNextTickAsync();
        }
    }
}
