using System.Net;
using System.Net.Http.Json;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Time;
using NodaTime;

namespace ItsmServerless.Notifications;

/// <summary>Posts messages to Teams Workflows.</summary>
/// <remarks>Follows no redirects, keeps no cookies, and does not read what is answered but its first lines: the address
/// is a tenant's, who must learn nothing by it. The address is a credential and is not logged.</remarks>
public sealed class WorkflowPost(Clock clock) : IDisposable
{
    /// <summary>By this header a run of a workflow is found, and by it a workflow can tell a card that comes
    /// again.</summary>
    /// <remarks>learn.microsoft.com/azure/logic-apps/monitor-workflows-collect-diagnostic-data.</remarks>
    public const string TrackingHeader = "x-ms-client-tracking-id";

    private const int LargestHeadersInKilobytes = 16;

    private readonly HttpClient http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        MaxResponseHeadersLength = LargestHeadersInKilobytes,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    })
    {
        Timeout = TimeSpan.FromSeconds(15),
    };

    /// <summary>Posts one message.</summary>
    /// <param name="trackingId">The same for the same card.</param>
    public async Task<PostResult> Post(Uri address, TeamsCard card, string trackingId, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = JsonContent.Create(card.Message(), options: Json.Options),
            Headers = { { TrackingHeader, trackingId } },
        };
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
            return Read(response);
        }
        catch (HttpRequestException away)
        {
            return PostResult.NotNow(away.HttpRequestError.ToString());
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return PostResult.NotNow("It did not answer in time.");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    private PostResult Read(HttpResponseMessage response) => response.StatusCode switch
    {
        >= HttpStatusCode.OK and < HttpStatusCode.MultipleChoices => PostResult.Taken,
        HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError =>
            PostResult.NotNow(Words(response), RetryAfter.Of(response, clock.Now)),
        _ => PostResult.Never(Words(response)),
    };

    private static string Words(HttpResponseMessage response) => $"It answered {(int)response.StatusCode}.";
}

/// <summary>What became of a post.</summary>
/// <param name="IsRetried">Whether it may go better later.</param>
/// <param name="Reason">Why it was not taken; null when it was.</param>
/// <param name="After">How long the other side wants to be left alone; null when it does not say.</param>
public sealed record PostResult(bool IsRetried, string? Reason, Duration? After)
{
    /// <summary>It was taken.</summary>
    public static PostResult Taken { get; } = new(IsRetried: false, Reason: null, After: null);

    /// <summary>It will never be taken.</summary>
    public static PostResult Never(string reason) => new(IsRetried: false, reason, After: null);

    /// <summary>It may be taken later.</summary>
    public static PostResult NotNow(string reason, Duration? after = null) => new(IsRetried: true, reason, after);
}
