using Microsoft.Kiota.Abstractions.Authentication;
using Microsoft.Kiota.Http.HttpClientLibrary;

namespace ItsmServerless.Client;

/// <summary>Makes clients that are ready to use.</summary>
public static class ItsmApi
{
    /// <summary>A client of one tenant.</summary>
    /// <param name="url">Where the product listens, e.g. <c>https://itsm.example.org</c>.</param>
    /// <param name="credential">An API key, or an access token.</param>
    /// <remarks>What was not answered, or with 429, 503 or 504, is sent again after <c>Retry-After</c>, a few times.
    /// Every POST has an Idempotency-Key, the same for each of its attempts, so that none takes effect twice.
    /// A refusal is thrown as <see cref="Models.ProblemDocument"/>.</remarks>
    public static ItsmClient Connect(Uri url, string credential)
    {
        var handlers = KiotaClientFactory.CreateDefaultHandlers().Prepend(new IdempotencyKeys());
        var http = KiotaClientFactory.Create([.. handlers]);
        var adapter = new HttpClientRequestAdapter(new Bearer(credential), httpClient: http)
        {
            BaseUrl = url.ToString().TrimEnd('/'),
        };
        return new(adapter);
    }

    /// <summary>Stands before what sends again, so that a request keeps its key.</summary>
    private sealed class IdempotencyKeys : DelegatingHandler
    {
        private const string Header = "Idempotency-Key";

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Method == HttpMethod.Post && !request.Headers.Contains(Header))
                request.Headers.Add(Header, Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(16)));
            return base.SendAsync(request, cancellationToken);
        }
    }

    private sealed class Bearer(string credential) : IAuthenticationProvider
    {
        public Task AuthenticateRequestAsync(
            Microsoft.Kiota.Abstractions.RequestInformation request,
            Dictionary<string, object>? additionalAuthenticationContext = null,
            CancellationToken cancellationToken = default)
        {
            request.Headers.TryAdd("Authorization", $"Bearer {credential}");
            return Task.CompletedTask;
        }
    }
}
