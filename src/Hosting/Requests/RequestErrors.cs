using System.Globalization;

namespace MLNetDeep;

/// <summary>Why a predictor does not answer a request.</summary>
/// <param name="name">The predictor's name.</param>
/// <param name="options">Its options.</param>
internal sealed class RequestErrors(string name, PredictorOptions options)
{
    internal PredictorBusyException Busy() => new(
        $"Predictor '{name}' is too busy: {options.MaximumQueueLength} requests wait already ({nameof(PredictorOptions.MaximumQueueLength)}). Send the request again later.");

    internal TimeoutException Late() => new(string.Create(
        CultureInfo.InvariantCulture, $"Predictor '{name}' could not begin with the request within {options.QueueTimeout.TotalSeconds} s ({nameof(PredictorOptions.QueueTimeout)})."));

    internal ObjectDisposedException Stopped() => new(null, $"Predictor '{name}' takes no more requests: the application ends.");
}
