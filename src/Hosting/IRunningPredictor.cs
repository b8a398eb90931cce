namespace MLNetDeep;

/// <summary>A predictor, whatever its rows are: for the start and the end of the application, and for its health check.</summary>
internal interface IRunningPredictor
{
    string Name { get; }

    string ModelVersion { get; }

    /// <summary>Why the model's file is not in use; <see langword="null"/> if it is.</summary>
    string? ModelProblem { get; }

    /// <summary>Whether requests are refused, since the application ends.</summary>
    bool IsStopped { get; }

    /// <summary>Refuses requests from now on, and waits for those that are here until the token is cancelled.</summary>
    Task StopAsync(CancellationToken cancellationToken);
}
