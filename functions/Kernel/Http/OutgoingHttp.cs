using System.Net;
using System.Net.Sockets;

namespace ItsmServerless.Kernel.Http;

/// <summary>Calls addresses that others named. The caller has checked that the host is one it wants to talk
/// to.</summary>
/// <remarks>Connects only to public addresses, to the very one that was looked up and checked; follows no redirect,
/// keeps no cookie, uses no proxy, reads at most 64 KiB, and waits 15 seconds (OWASP ASVS 1.3.6, 15.3.2).</remarks>
public sealed class OutgoingHttp(HttpMessageHandler handler) : IDisposable
{
    private const int MostBytes = 64 << 10;
    private const int LargestHeadersInKilobytes = 16;
    private readonly HttpClient http = new(handler)
    {
        Timeout = TimeSpan.FromSeconds(15),
        MaxResponseContentBufferSize = MostBytes,
    };

    /// <summary>With the guarded handler.</summary>
    public OutgoingHttp() : this(Guarded(PublicAddresses.Has))
    {
    }

    /// <summary>The status and the body, whatever they are.</summary>
    /// <exception cref="HttpRequestException">No connection, a forbidden address, or a body that is too
    /// large.</exception>
    public async Task<(HttpStatusCode Status, byte[] Body)> Get(Uri address, CancellationToken cancel)
    {
        using var response = await http.GetAsync(address, cancel);
        return (response.StatusCode, await response.Content.ReadAsByteArrayAsync(cancel));
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    /// <summary>A handler that connects to the addresses which may be called, and to no other.</summary>
    public static SocketsHttpHandler Guarded(Func<IPAddress, bool> mayCall) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        MaxResponseHeadersLength = LargestHeadersInKilobytes,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectCallback = async (context, cancel) => await Connect(context.DnsEndPoint, mayCall, cancel),
    };

    private static async Task<NetworkStream> Connect(
        DnsEndPoint host, Func<IPAddress, bool> mayCall, CancellationToken cancel)
    {
        var addresses = await Dns.GetHostAddressesAsync(host.Host, cancel);
        if (addresses.Length == 0 || !addresses.All(mayCall))
            throw new HttpRequestException($"{host.Host} has an address that must not be called.");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses[0], host.Port, cancel);
            return new(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose(); // The stream that would have owned it was never made.
            throw;
        }
    }
}
