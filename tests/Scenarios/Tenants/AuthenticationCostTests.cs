using System.Diagnostics;
using System.Net;
using Azure.Core.Pipeline;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Tests.Scenarios.Fixtures;
using ItsmServerless.Tests.Scenarios.Incidents;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Tenants;

/// <summary>What it costs to find out who calls: no storage transaction once a credential is known.</summary>
public sealed class AuthenticationCostTests(StorageFixture storage, ITestOutputHelper output)
{
    private const int Requests = 2_000;

    [Fact]
    public async Task KnownCredential_CostsNoStorageCall()
    {
        await using var scope = storage.Scope();
        var ledger = new StorageLedger(scope.Prefix);
        await using var host = await DeskFixture.StartAsync(scope, services => services.AddSingleton<HttpPipelinePolicy>(ledger));
        var tenant = await DeskFixture.TenantAsync(host, "costs");
        await using var rig = await TokenRig.StartAsync(
            host.Url, host.Services.GetRequiredService<TimeProvider>(), tenant);
        var made = (await tenant.Post("/v1/api-keys", new { name = "ann", role = "agent", person = "ann@example.org" })).Expect(HttpStatusCode.Created);
        var authentication = host.Services.GetRequiredService<Authentication>();
        foreach (var (kind, credential) in new[] { ("API key", made.GetProperty("secret").GetString()!), ("Access token", rig.Issuer.Token()) })
        {
            await Authenticate(authentication, credential);
            await host.WhenQuiet();
            ledger.Take();
            var began = Stopwatch.GetTimestamp();

            for (var request = 0; request < Requests; request++) await Authenticate(authentication, credential);

            output.WriteLine($"{kind}: {Stopwatch.GetElapsedTime(began).TotalMicroseconds / Requests:F1} µs a request");
            Assert.DoesNotContain(ledger.Take(), entry => !StorageLedger.IsRuntime(entry));
        }
    }

    private static async Task Authenticate(Authentication authentication, string credential)
    {
        var http = new DefaultHttpContext();
        http.Request.Headers.Authorization = $"Bearer {credential}";
        Assert.Null((await authentication.Authenticate(http)).Problem);
    }
}
