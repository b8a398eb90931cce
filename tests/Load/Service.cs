namespace MLNetDeep.Load;

/// <summary>A service as its clients see it: each over a connection of its own, row after row.</summary>
internal sealed class Service : IDisposable
{
    private readonly byte[][] _requests = [.. Row.Some(16).Select(row => Connection.Request(row.ToJson()))];
    private readonly Connection[] _connections;
    private readonly int[] _sent;

    private Service(ServerProcess server, Connection[] connections)
    {
        Target = new Target(Ask, () => server.ProcessorTime);
        _connections = connections;
        _sent = new int[connections.Length];
    }

    internal Target Target { get; }

    internal static async Task<Service> Open(ServerProcess server, int clients) =>
        new(server, await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Connection.Open(server.Address))));

    public void Dispose() => Array.ForEach(_connections, connection => connection.Dispose());

    private async ValueTask Ask(int client)
    {
        await _connections[client].Send(_requests[_sent[client]++ % _requests.Length]);
        await _connections[client].Receive(CancellationToken.None);
    }
}
