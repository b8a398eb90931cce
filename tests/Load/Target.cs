namespace MLNetDeep.Load;

/// <summary>What is put under load.</summary>
/// <param name="Ask">Sends a client's request and waits for the answer, by the number of the client.</param>
/// <param name="ProcessorTime">The time of all processors that it has taken so far.</param>
internal sealed record Target(Func<int, ValueTask> Ask, Func<TimeSpan> ProcessorTime);
