namespace MLNetDeep;

/// <summary>A predictor refuses a request, since as many as it may hold wait already. Nothing is wrong with the request: it may be sent again later.</summary>
public sealed class PredictorBusyException : Exception
{
    /// <summary>An error without a message of its own.</summary>
    public PredictorBusyException()
    {
    }

    /// <summary>An error with a message.</summary>
    public PredictorBusyException(string? message)
        : base(message)
    {
    }

    /// <summary>An error with a message and a cause.</summary>
    public PredictorBusyException(string? message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
