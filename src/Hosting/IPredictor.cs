namespace MLNetDeep;

/// <summary>Makes predictions with the current model of a file, for any number of threads.</summary>
/// <typeparam name="TIn">A row, as for <c>PredictionEngine</c>.</typeparam>
/// <typeparam name="TOut">What is read of its prediction.</typeparam>
public interface IPredictor<TIn, TOut>
    where TIn : class
    where TOut : class, new()
{
    /// <summary>The version of the current model: the first half of the SHA-256 checksum of its file, in hexadecimal digits.</summary>
    string ModelVersion { get; }

    /// <summary>The prediction for a row, by one version of the model.</summary>
    /// <param name="input">The row. It must not change until the prediction is there.</param>
    /// <param name="cancellationToken">Takes the request back while it waits.</param>
    /// <exception cref="PredictorBusyException">Too many requests wait already.</exception>
    /// <exception cref="TimeoutException">The request's turn did not come within <see cref="PredictorOptions.QueueTimeout"/>.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The application is shutting down.</exception>
    Task<TOut> PredictAsync(TIn input, CancellationToken cancellationToken = default);
}
