using Microsoft.ML.Runtime;

namespace MLNetDeep.Tests;

/// <summary>What a context logs from now on.</summary>
internal sealed class MessageLog
{
    private readonly List<string> _warnings = [];
    private readonly List<string> _information = [];

    internal MessageLog(MLContext ml) => ml.Log += (_, message) =>
    {
        if (message.Kind is ChannelMessageKind.Warning or ChannelMessageKind.Info)
        {
            (message.Kind == ChannelMessageKind.Warning ? _warnings : _information).Add(message.RawMessage);
        }
    };

    internal IReadOnlyList<string> Warnings => _warnings;

    internal IReadOnlyList<string> Information => _information;
}
