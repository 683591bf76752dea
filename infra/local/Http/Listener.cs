using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace ItsmServerless.Local.Http;

/// <summary>A port on 127.0.0.1, taken before anything else starts: its number is known, and nobody else gets
/// it.</summary>
internal sealed class Listener : IDisposable
{
    /// <summary>The longest body that Functions takes (100 MB).</summary>
    /// <remarks>
    /// https://learn.microsoft.com/azure/azure-functions/functions-bindings-http-webhook-trigger#limits
    /// </remarks>
    private const long LongestBody = 104_857_600;

    private readonly Socket _socket;

    private Listener(Socket socket) => _socket = socket;

    /// <summary>The port.</summary>
    public int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    /// <summary>The address, without a slash at the end.</summary>
    public string Url => $"http://127.0.0.1:{Port}";

    /// <summary>Takes a port; 0 takes any that is free.</summary>
    /// <remarks>It listens at once, because two sockets may be bound to a port, but only one can listen. Who connects
    /// before the host is ready waits until it is.</remarks>
    /// <exception cref="StartFailedException">Another process has it.</exception>
    public static Listener Take(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            socket.Listen();
            return new Listener(socket);
        }
        catch (SocketException refused)
        {
            socket.Dispose();
            throw new StartFailedException(
                $"Port {port} of 127.0.0.1 cannot be had ({refused.SocketErrorCode}): end what listens there, "
                + "or pass --port N (0 takes any that is free).", refused);
        }
    }

    /// <summary>Makes Kestrel listen on it.</summary>
    public void Serve(WebApplicationBuilder builder)
    {
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LongestBody;
            kestrel.Listen(IPAddress.Loopback, Port);
        });
        builder.Services.Configure<SocketTransportOptions>(
            transport => transport.CreateBoundListenSocket = _ => _socket);
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();
}
