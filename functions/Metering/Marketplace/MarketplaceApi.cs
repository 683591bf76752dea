using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Azure.Core;
using Azure.Identity;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Time;
using NodaTime;

namespace ItsmServerless.Metering.Marketplace;

/// <summary>Tells the Azure Marketplace of usage, a batch a call.</summary>
/// <remarks>learn.microsoft.com/partner-center/marketplace-offers/marketplace-metering-service-apis.</remarks>
public sealed class MarketplaceApi(MarketplaceSettings settings, TokenCredential credential, Clock clock) : IDisposable
{
    private const string Path = "/api/batchUsageEvent?api-version=2018-08-31";

    /// <summary>The Marketplace's metering service, as Microsoft Entra knows it.</summary>
    private static readonly TokenRequestContext Scope = new(["20e940b3-4c77-4b0b-9a53-9e16a1b010a7/.default"]);

    private readonly HttpClient http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    })
    {
        Timeout = settings.Patience,
        MaxResponseContentBufferSize = 1 << 20,
    };

    /// <summary>Tells a batch; may be called again with the same.</summary>
    /// <param name="correlation">What Microsoft's support is told when a call is to be found.</param>
    public async Task<BatchResult> Tell(IReadOnlyList<Submission> batch, string correlation, CancellationToken cancel)
    {
        try
        {
            using var request = await Request(batch, correlation, cancel);
            using var response = await http.SendAsync(request, cancel);
            return response.IsSuccessStatusCode ? new(MarketplaceAnswers.Read(await response.Content.ReadAsStringAsync(cancel), batch)) : Refused(response);
        }
        catch (AuthenticationFailedException refused)
        {
            return BatchResult.Failed($"No token: {refused.GetType().Name}");
        }
        catch (Exception away) when (away is HttpRequestException or JsonException)
        {
            return BatchResult.Failed(away.GetType().Name);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return BatchResult.Failed("no answer in time");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    private async Task<HttpRequestMessage> Request(IReadOnlyList<Submission> batch, string correlation, CancellationToken cancel)
    {
        var token = await credential.GetTokenAsync(Scope, cancel);
        var events = batch.Select(told => new UsageEvent(told.ResourceId, told.PlanId, told.OfferDimension, told.Quantity, told.Hour));
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(settings.Endpoint, Path))
        {
            Content = JsonContent.Create(new UsageBatch([.. events]), options: Json.Options),
            Headers = { { "x-ms-requestid", correlation }, { "x-ms-correlationid", correlation } },
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Token);
        return request;
    }

    private BatchResult Refused(HttpResponseMessage response) => BatchResult.Failed($"it answered {(int)response.StatusCode}") with
    {
        Wait = RetryAfter.Of(response, clock.Now),
        IsAboutTheBatch = response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge,
    };

    private sealed record UsageBatch(IReadOnlyList<UsageEvent> Request);

    private sealed record UsageEvent(string ResourceId, string PlanId, string Dimension, decimal Quantity, Instant EffectiveStartTime);
}

/// <summary>What came of a call.</summary>
/// <param name="Answers">To each of the batch, in its order; empty when the call failed as a whole.</param>
public sealed record BatchResult(IReadOnlyList<MarketplaceAnswer> Answers)
{
    /// <summary>Why the call failed as a whole; null when it did not.</summary>
    public string? Failure { get; init; }

    /// <summary>How long the Marketplace wants to be left alone; null when it does not say.</summary>
    public Duration? Wait { get; init; }

    /// <summary>Whether other batches may go better.</summary>
    public bool IsAboutTheBatch { get; init; }

    /// <summary>It failed as a whole.</summary>
    public static BatchResult Failed(string why) => new([]) { Failure = why };
}
