using System.Diagnostics;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Time;
using NodaTime;

namespace ItsmServerless.Webhooks;

/// <summary>Posts signed messages.</summary>
/// <remarks>Calls checked addresses only, follows no redirect, waits 15 seconds, and reads nothing of an answer but
/// its first lines: the address is a tenant's, who must learn nothing by it (OWASP ASVS 1.3.6, 15.3.2).</remarks>
public sealed class WebhookPost(OutgoingTargets targets, Clock clock) : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);
    private readonly HttpClient http = new(OutgoingHttp.Guarded(targets.MayCall)) { Timeout = Longest };

    /// <summary>Posts one message.</summary>
    /// <returns>The attempt, and how long the receiver wants to be left alone; null when it does not say.</returns>
    public async Task<(DeliveryAttempt Attempt, Duration? Asked)> Post(
        Uri address, string id, ReadOnlyMemory<byte> body, OpenKeys keys, CancellationToken cancel)
    {
        var (at, began) = (clock.Now, Stopwatch.GetTimestamp());
        using var request = Signed(address, id, at, body, keys);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
            var error = response.IsSuccessStatusCode ? null : $"It answered {(int)response.StatusCode}.";
            return (new(at, (int)response.StatusCode, Since(began), error), RetryAfter.Of(response, clock.Now));
        }
        catch (HttpRequestException away)
        {
            return (new(at, null, Since(began), $"{away.HttpRequestError}"), null);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return (new(at, null, Since(began), "It did not answer in 15 seconds."), null);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    private static HttpRequestMessage Signed(
        Uri address, string id, Instant at, ReadOnlyMemory<byte> body, OpenKeys keys) => new(HttpMethod.Post, address)
        {
            Content = new ReadOnlyMemoryContent(body) { Headers = { ContentType = new("application/json") } },
            Headers =
            {
                { "webhook-id", id },
                { "webhook-timestamp", $"{at.ToUnixTimeSeconds()}" },
                { "webhook-signature", WebhookSignature.Of(id, at, body.Span, keys) },
                { "User-Agent", "ItsmServerless-Webhooks/1.0" },
            },
        };

    private static long Since(long began) => (long)Stopwatch.GetElapsedTime(began).TotalMilliseconds;
}
