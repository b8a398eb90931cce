using System.Diagnostics;

namespace MLNetDeep;

/// <summary>Scores requests and completes them, and keeps the measurements.</summary>
internal sealed class RequestScoring<TIn, TOut>(PredictorMetrics metrics)
    where TIn : class
    where TOut : class, new()
{
    /// <summary>Scores a request that did not wait, and leaves the model.</summary>
    internal Task<TOut> Score(LoadedModel<TIn, TOut> model, TIn input, Activity? activity)
    {
        try
        {
            return Task.FromResult(Predict(model, input, activity));
        }
        catch (Exception exception)
        {
            return Refuse(exception);
        }
        finally
        {
            model.Leave();
        }
    }

    /// <summary>Scores requests that waited, together where that is faster, and leaves the model.</summary>
    internal void Score(LoadedModel<TIn, TOut> model, PendingRequest<TIn, TOut>[] requests)
    {
        foreach (PendingRequest<TIn, TOut> request in requests)
        {
            metrics.Waited(request.Age);
        }
        if (requests.Length < model.MinimumRows || !TryScoreTogether(model, requests))
        {
            Array.ForEach(requests, request => ScoreAlone(model, request));
        }
        model.Leave();
    }

    /// <summary>Completes a request that was taken back.</summary>
    internal void Cancel(PendingRequest<TIn, TOut> request, CancellationToken cancellationToken)
    {
        if (request.TrySetCanceled(cancellationToken))
        {
            metrics.Failed(new OperationCanceledException(cancellationToken));
        }
    }

    /// <summary>Completes a request that waited by an error.</summary>
    internal void Fail(PendingRequest<TIn, TOut> request, Exception exception)
    {
        request.Cancellation.Unregister();
        if (request.TrySetException(exception))
        {
            metrics.Failed(exception);
        }
    }

    /// <summary>The answer to a request that has not waited and is not predicted.</summary>
    internal Task<TOut> Refuse(Exception exception)
    {
        metrics.Failed(exception);
        return Task.FromException<TOut>(exception);
    }

    private TOut Predict(LoadedModel<TIn, TOut> model, TIn input, Activity? activity)
    {
        long start = Stopwatch.GetTimestamp();
        TOut prediction = model.Predict(input);
        metrics.Scored(1, Stopwatch.GetElapsedTime(start));
        Activities.Tell(activity, model.Version, rows: 1);
        return prediction;
    }

    private void ScoreAlone(LoadedModel<TIn, TOut> model, PendingRequest<TIn, TOut> request)
    {
        try
        {
            Complete(request, Predict(model, request.Input, request.Activity));
        }
        catch (Exception exception)
        {
            Fail(request, exception);
        }
    }

    /// <summary>Scores requests in one block. An error may be due to one of the rows, and so it is nobody's yet.</summary>
    private bool TryScoreTogether(LoadedModel<TIn, TOut> model, PendingRequest<TIn, TOut>[] requests)
    {
        TOut[] predictions = new TOut[requests.Length];
        long start = Stopwatch.GetTimestamp();
        try
        {
            model.Predict(Array.ConvertAll(requests, request => request.Input), predictions);
        }
        catch (Exception)
        {
            return false;
        }
        metrics.Scored(requests.Length, Stopwatch.GetElapsedTime(start));
        for (int index = 0; index < requests.Length; index++)
        {
            Activities.Tell(requests[index].Activity, model.Version, requests.Length);
            Complete(requests[index], predictions[index]);
        }
        return true;
    }

    private static void Complete(PendingRequest<TIn, TOut> request, TOut prediction)
    {
        request.Cancellation.Unregister();
        request.TrySetResult(prediction);
    }
}
