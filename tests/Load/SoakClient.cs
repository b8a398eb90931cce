using System.Net.Sockets;
using System.Text.Json;

namespace MLNetDeep.Load;

/// <summary>A client that asks again and again, looks at each answer, and now and then hangs up before it has one.</summary>
internal sealed class SoakClient(int number, Uri address, KnownScores known, SoakReport report)
{
    private const double HangUp = 0.005; // of the requests
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    private readonly Random _random = new(number);

    internal async Task Run(CancellationToken end)
    {
        Connection connection = await Connection.Open(address);
        while (!end.IsCancellationRequested)
        {
            if (!await Ask(connection))
            {
                connection.Dispose();
                connection = await Connection.Open(address);
            }
        }
        connection.Dispose();
    }

    /// <summary>Whether the connection goes on.</summary>
    private async Task<bool> Ask(Connection connection)
    {
        int row = _random.Next(known.Requests.Count);
        using CancellationTokenSource patience = new(s_patience);
        try
        {
            await connection.Send(known.Requests[row]);
            if (_random.NextDouble() < HangUp)
            {
                report.HungUp();
                return false;
            }
            Scores scores = JsonSerializer.Deserialize<Scores>((await connection.Receive(patience.Token)).Span, JsonSerializerOptions.Web)!;
            report.Answered(known.VersionsOf(row, scores));
            return true;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or SocketException or JsonException or OperationCanceledException)
        {
            report.Failed(exception);
            return false;
        }
    }
}
