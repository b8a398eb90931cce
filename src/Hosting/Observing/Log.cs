using Microsoft.Extensions.Logging;

namespace MLNetDeep;

/// <summary>What predictors log.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Predictor '{Name}' has model {Version} of '{Path}'. Requests are scored together from {MinimumRows} on (0: never).")]
    internal static partial void Loaded(ILogger logger, string name, string version, string path, int minimumRows);

    [LoggerMessage(2, LogLevel.Error, "{Problem} Model {Version} goes on serving.")]
    internal static partial void NotReplaced(ILogger logger, string version, string problem, Exception exception);

    [LoggerMessage(3, LogLevel.Information, "Predictor '{Name}' could not warm its model up with a row of zeros: its first requests will be slow, and none are scored together. Give AddPredictor an example.")]
    internal static partial void NotWarmedUp(ILogger logger, string name, Exception exception);

    [LoggerMessage(4, LogLevel.Warning, "Predictor '{Name}' gets no notice of changes from the file system and looks every {Interval}.")]
    internal static partial void OnlyPolling(ILogger logger, string name, TimeSpan interval, Exception exception);

    [LoggerMessage(5, LogLevel.Warning, "Predictor '{Name}' was stopped while {Count} requests waited; they were refused.")]
    internal static partial void Abandoned(ILogger logger, string name, int count);

    [LoggerMessage(EventId = 6, Message = "{Source}: {Message}")]
    internal static partial void OfContext(ILogger logger, LogLevel level, string source, string message);
}
