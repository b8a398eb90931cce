using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MLNetDeep.Load;

/// <summary>A client's connection, one request after the other: as little work as possible, for client and service share the cores of a machine.</summary>
internal sealed class Connection : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[16384];

    private Connection()
    {
    }

    internal static async Task<Connection> Open(Uri address)
    {
        Connection connection = new();
        await connection._socket.ConnectAsync(IPAddress.Parse(address.Host), address.Port);
        return connection;
    }

    /// <summary>The bytes of a request to predict.</summary>
    internal static byte[] Request(byte[] body) => [.. Encoding.ASCII.GetBytes(string.Create(
        CultureInfo.InvariantCulture, $"POST /predict HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n")), .. body];

    internal async ValueTask Send(byte[] request) => await _socket.SendAsync(request);

    /// <summary>The body of the response, valid until the next.</summary>
    /// <exception cref="HttpRequestException">It says that something went wrong.</exception>
    /// <exception cref="IOException">The service closed the connection.</exception>
    internal async ValueTask<ReadOnlyMemory<byte>> Receive(CancellationToken cancellationToken)
    {
        int length = 0;
        Range? body;
        do
        {
            int read = await _socket.ReceiveAsync(_buffer.AsMemory(length), cancellationToken);
            length += read > 0 ? read : throw new IOException("The service closed the connection.");
            body = Body(_buffer.AsSpan(0, length));
        }
        while (body is null);
        return _buffer.AsSpan(0, length).StartsWith("HTTP/1.1 200"u8)
            ? _buffer.AsMemory()[body.Value]
            : throw new HttpRequestException(Encoding.ASCII.GetString(_buffer, 0, length));
    }

    public void Dispose() => _socket.Dispose();

    /// <summary>Where the body is, once it is complete: of the length that the head tells, or in one chunk.</summary>
    private static Range? Body(ReadOnlySpan<byte> response)
    {
        int head = response.IndexOf("\r\n\r\n"u8);
        if (head < 0)
        {
            return null;
        }
        int start = head + 4, field = response[..head].IndexOf("Content-Length: "u8);
        if (field >= 0)
        {
            ReadOnlySpan<byte> value = response[(field + "Content-Length: ".Length)..];
            int size = int.Parse(value[..value.IndexOf((byte)'\r')], CultureInfo.InvariantCulture);
            return response.Length >= start + size ? start..(start + size) : null;
        }
        if (!response.EndsWith("\r\n0\r\n\r\n"u8))
        {
            return null;
        }
        int chunk = start + response[start..].IndexOf("\r\n"u8) + 2; // behind the chunk's size
        return chunk..(response.Length - "\r\n0\r\n\r\n".Length);
    }
}
