using ItsmServerless.Kernel.Http;
using ItsmServerless.Tests.Scenarios.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Hosting;

/// <summary>Callers of a route that will go hear of it with every answer.</summary>
public sealed class DeprecationTests(StorageFixture storage)
{
    [Fact]
    public async Task DeprecatedRoute_SaysUntilWhenItIsThere_AlsoWhenItRefuses()
    {
        await using var app = await StartAsync();
        foreach (var status in new[] { 200, 404 })
        {
            using var answer = await app.Client.GetAsync(new Uri($"/old/{status}", UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.Equal(status, (int)answer.StatusCode);
            Assert.Equal("@1801353600", Assert.Single(answer.Headers.GetValues("Deprecation")));
            Assert.Equal("Mon, 31 Jan 2028 00:00:00 GMT", Assert.Single(answer.Headers.GetValues("Sunset")));
        }
    }

    [Fact]
    public async Task OtherRoutes_SayNothing()
    {
        await using var app = await StartAsync();
        using var answer = await app.Client.GetAsync(new Uri("/new", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.True(answer.IsSuccessStatusCode);
        Assert.False(answer.Headers.Contains("Deprecation"));
        Assert.False(answer.Headers.Contains("Sunset"));
    }

    private Task<HostedApp> StartAsync() => HostedApp.StartAsync(storage, new(typeof(DeprecatedApp))
    {
        Configure = worker =>
        {
            worker.Services.AddSingleton(new Deprecations(typeof(DeprecatedApp).Assembly));
            worker.UseMiddleware<DeprecationMiddleware>();
        },
    });
}
