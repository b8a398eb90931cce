using System.Diagnostics;

namespace MLNetDeep;

/// <summary>A request that waits for its turn. The first to complete it wins: its prediction, its error, the end of its time, or who takes it back.</summary>
/// <param name="input">The row.</param>
/// <param name="activity">The trace of the request, if there is one.</param>
internal sealed class PendingRequest<TIn, TOut>(TIn input, Activity? activity)
    : TaskCompletionSource<TOut>(TaskCreationOptions.RunContinuationsAsynchronously) // who scores goes on scoring
{
    private readonly long _arrival = Stopwatch.GetTimestamp();

    internal TIn Input => input;

    internal Activity? Activity => activity;

    internal TimeSpan Age => Stopwatch.GetElapsedTime(_arrival);

    /// <summary>Where it stands in the queue. Whoever uses it holds the queue's lock.</summary>
    internal LinkedListNode<PendingRequest<TIn, TOut>>? Place { get; set; }

    /// <summary>What takes it back when its token is cancelled.</summary>
    internal CancellationTokenRegistration Cancellation { get; set; }
}
