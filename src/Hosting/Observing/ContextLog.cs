using Microsoft.Extensions.Logging;
using Microsoft.ML.Runtime;

namespace MLNetDeep;

/// <summary>Hands on what an <see cref="MLContext"/> logs.</summary>
internal static class ContextLog
{
    internal static void HandTo(this MLContext ml, ILogger logger) => ml.Log += (_, message) =>
    {
        LogLevel level = message.Kind switch
        {
            ChannelMessageKind.Error => LogLevel.Error,
            ChannelMessageKind.Warning => LogLevel.Warning,
            ChannelMessageKind.Info => LogLevel.Information,
            _ => LogLevel.Trace,
        };
        Log.OfContext(logger, level, message.Source, message.RawMessage);
    };
}
