using ItsmServerless.Tests.Scenarios.Fixtures;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Hosting;

/// <summary>Which function answers a request, and with what; one host for all of them.</summary>
public sealed class RouteTests(RouteTests.OneHost host) : IClassFixture<RouteTests.OneHost>
{
    /// <summary>As the Functions host: a method that no function has for a path is no route, so 404 and not
    /// 405; and a slash that is encoded stays so.</summary>
    [Theory]
    [InlineData("GET", "/api/parts/new", 200, "literal")]
    [InlineData("GET", "/API/Parts/NEW", 200, "literal")]
    [InlineData("GET", "/api/parts/newer", 200, "GET part newer")]
    [InlineData("GET", "/api/parts/gr%C3%B6%C3%9Fer%20als%203%2F4", 200, "GET part größer als 3%2F4")]
    [InlineData("PUT", "/api/parts/a", 200, "PUT part a")]
    [InlineData("DELETE", "/api/parts/a", 200, "deleted a")]
    [InlineData("POST", "/api/parts/a", 404, "")]
    [InlineData("HEAD", "/api/parts/a", 404, "")]
    [InlineData("OPTIONS", "/api/parts/a", 404, "")]
    [InlineData("GET", "/api/withoutroute", 200, "named GET")]
    [InlineData("OPTIONS", "/api/WithoutRoute", 200, "named OPTIONS")]
    [InlineData("BREW", "/api/WithoutRoute", 200, "named BREW")]
    [InlineData("GET", "/parts/a", 404, "")]
    [InlineData("GET", "/api/optional", 200, "number ")]
    [InlineData("GET", "/api/optional/7", 200, "number 7")]
    [InlineData("GET", "/api/optional/x", 404, "")]
    [InlineData("GET", "/api/default", 200, "page 1 of 20")]
    [InlineData("GET", "/api/default/3/50", 200, "page 3 of 50")]
    [InlineData("GET", "/api/files/a/b/c.txt", 200, "file a/b/c.txt")]
    [InlineData("GET", "/api/files", 200, "file ")]
    [InlineData("GET", "/api/mixed/report.final.pdf", 200, "report.final as pdf")]
    [InlineData("GET", "/api/nowhere", 404, "")]
    [InlineData("GET", "/api/action", 418, """{"of":"mvc"}""")]
    [InlineData("GET", "/api/nothing", 200, "")]
    [InlineData("GET", "/api/failure", 500, "")]
    public async Task Request_IsAnsweredByTheMostExactRoute_OrNobody(
        string method, string path, int status, string body)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var answer = await host.App.Client.SendAsync(request);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(body, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>The host that all requests go to.</summary>
    public sealed class OneHost(StorageFixture storage) : IAsyncLifetime
    {
        /// <summary>With the route prefix <c>api</c>, the default.</summary>
        internal HostedApp App { get; private set; } = null!;

        /// <inheritdoc/>
        public async ValueTask InitializeAsync() =>
            App = await HostedApp.StartAsync(storage, new(typeof(RouteApp)) { HostFile = "{}" });

        /// <inheritdoc/>
        public ValueTask DisposeAsync() => App.DisposeAsync();
    }
}
