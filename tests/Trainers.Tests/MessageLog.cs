using Microsoft.ML.Runtime;

namespace MLNetDeep.Tests;

/// <summary>What a context logs from now on.</summary>
internal sealed class MessageLog
{
    private readonly List<string> _warnings = [];

    internal MessageLog(MLContext ml) => ml.Log += (_, message) =>
    {
        if (message.Kind == ChannelMessageKind.Warning)
        {
            _warnings.Add(message.RawMessage);
        }
    };

    internal IReadOnlyList<string> Warnings => _warnings;
}
