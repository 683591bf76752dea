using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ItsmServerless.Tests.Scenarios.Notifications;

/// <summary>A mail server that says what a test wants it to say (RFC 5321), to one client.</summary>
internal sealed class SmtpServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Func<string, string?> _reply;
    private readonly Task _serving;

    /// <param name="reply">The reply to a line; null for the usual one.</param>
    public SmtpServer(Func<string, string?> reply)
    {
        _reply = reply;
        _listener.Start();
        _serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Every line a client sent, the mail's own among them.</summary>
    public List<string> Lines { get; } = [];

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _serving;
        _listener.Dispose();
        _end.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            using var client = await _listener.AcceptTcpClientAsync(_end.Token);
            await TalkAsync(client.GetStream());
        }
        catch (Exception ended) when (ended is OperationCanceledException or IOException)
        {
            return; // The test is over, or the client hung up.
        }
    }

    private async Task TalkAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8);
        await using var writer = new StreamWriter(stream) { NewLine = "\r\n", AutoFlush = true };
        await writer.WriteLineAsync("220 ready");
        var inMail = false;
        while (await reader.ReadLineAsync() is { } line)
        {
            Lines.Add(line);
            if (inMail && line != ".") continue;
            var reply = _reply(line) ?? Usual(line);
            await writer.WriteLineAsync(reply);
            inMail = reply.StartsWith("354", StringComparison.Ordinal);
            if (line == "QUIT") return;
        }
    }

    private static string Usual(string line) => line switch
    {
        "DATA" => "354 go on",
        "QUIT" => "221 bye",
        _ => "250 fine",
    };
}
