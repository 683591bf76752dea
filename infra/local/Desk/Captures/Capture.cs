using System.Text;

namespace ItsmServerless.Local.Desk.Captures;

/// <summary>A request that something sent to the desk instead of to the world.</summary>
/// <param name="Id">Its own.</param>
/// <param name="Name">The part of the address that the sender chose.</param>
/// <param name="Method">GET, POST, …</param>
/// <param name="Query">With its question mark, or empty.</param>
/// <param name="Headers">By name; values of a repeated header are separated by commas.</param>
/// <param name="Content">The body as it came.</param>
/// <param name="At">When it came, by the host's clock.</param>
internal sealed record Capture(
    string Id,
    string Name,
    string Method,
    string Query,
    IReadOnlyDictionary<string, string> Headers,
    byte[] Content,
    DateTimeOffset At)
{
    /// <summary>The body as text, read as UTF-8.</summary>
    public string Body => Encoding.UTF8.GetString(Content);

    /// <summary>What it says its body is; empty when it does not.</summary>
    public string ContentType => Headers.GetValueOrDefault("Content-Type", "");
}
