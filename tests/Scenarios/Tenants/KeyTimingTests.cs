using System.Diagnostics;
using System.Globalization;
using System.Net;
using Azure.Core.Pipeline;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Tests.Scenarios.Fixtures;
using ItsmServerless.Tests.Scenarios.Incidents;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Tenants;

/// <summary>Nobody learns by the time of an answer whether a key id exists: Welch's t of the times of known and unknown
/// ones stays below 4.5, the bound of ISO/IEC 17825 for leakage.</summary>
/// <remarks>10,000 look-ups; <c>ITSM_TIMING=100000</c> makes it so many. In random order, as a machine gets slower and
/// faster with time. The sample are the ids, each with its median: where an id lies in memory makes it faster or slower
/// than others of its kind in every look-up, and says nothing of the kind.</remarks>
public sealed class KeyTimingTests(StorageFixture storage, ITestOutputHelper output)
{
    private const double Bound = 4.5;
    private const int Ids = 200;

    private static readonly int Count =
        int.Parse(Environment.GetEnvironmentVariable("ITSM_TIMING") ?? "10000", CultureInfo.InvariantCulture);

    [Fact]
    public async Task KnownAndUnknownKeyIds_AreNotSeparable()
    {
        await using var scope = storage.Scope();
        var ledger = new StorageLedger(scope.Prefix);
        await using var host = await DeskFixture.StartAsync(scope, services => services.AddSingleton<HttpPipelinePolicy>(ledger));
        using var tenant = await DeskFixture.TenantAsync(host, "timing");
        var authentication = host.Services.GetRequiredService<Authentication>();
        string[][] keys = [await Known(tenant), Unknown()];
        foreach (var key in keys.SelectMany(kind => kind)) await Time(authentication, key);
        for (var warm = 0; warm < Count / 10; warm++) await Time(authentication, keys[warm % 2][warm % Ids]);
        await host.WhenQuiet();
        ledger.Take();

        List<double>[][] times = [[.. keys[0].Select(_ => new List<double>())], [.. keys[1].Select(_ => new List<double>())]];
        var random = new Random(20261201);
        for (var look = 0; look < Count; look++)
        {
            var (kind, id) = (random.Next(2), random.Next(Ids));
            times[kind][id].Add(await Time(authentication, keys[kind][id]));
        }

        List<double>[] medians = [[.. times[0].Select(Median)], [.. times[1].Select(Median)]];
        var t = Welch(medians[0], medians[1]);
        output.WriteLine($"t = {t:F2} over {Count} look-ups; medians {Median(medians[0]):F2} and {Median(medians[1]):F2} µs");
        Assert.InRange(Math.Abs(t), 0, Bound);
        Assert.DoesNotContain(ledger.Take(), entry => !StorageLedger.IsRuntime(entry));
    }

    /// <summary>Nothing is remembered of either: both cost the same one read.</summary>
    [Fact]
    public async Task UnknownKeyId_CostsTheSameStorageRead()
    {
        await using var scope = storage.Scope();
        var ledger = new StorageLedger(scope.Prefix);
        await using var host = await DeskFixture.StartAsync(scope, services => services.AddSingleton<HttpPipelinePolicy>(ledger));
        using var tenant = await DeskFixture.TenantAsync(host, "reads");
        var authentication = host.Services.GetRequiredService<Authentication>();
        string[] keys = [(await Known(tenant))[0], Unknown()[0]];
        foreach (var key in keys)
        {
            await host.WhenQuiet();
            ledger.Take();
            await Time(authentication, key);
            Assert.Equal("GET keys", Assert.Single(ledger.Take(), entry => !StorageLedger.IsRuntime(entry)));
        }
    }

    /// <summary>Keys that exist, each with a secret that is not its own.</summary>
    private static async Task<string[]> Known(IncidentApi tenant)
    {
        var keys = new string[Ids];
        for (var key = 0; key < Ids; key++)
        {
            var made = (await tenant.Post("/v1/api-keys", new { name = "key", role = "agent" })).Expect(HttpStatusCode.Created);
            keys[key] = Wrong(key, made.GetProperty("keyId").GetString()!);
        }
        return keys;
    }

    private static string[] Unknown() => [.. Enumerable.Range(0, Ids).Select(key => Wrong(key, $"Unknown{key:D5}"))];

    /// <summary>A key with a checksum below 2^31: those above take BigInteger a little longer, which tells of the text
    /// that was sent and nothing else, and would be of one kind more often than of the other.</summary>
    private static string Wrong(int key, string keyId) => Enumerable.Range(0, 200)
        .Select(other => ApiKeyText.Of(new byte[16], [(byte)other, .. Enumerable.Repeat((byte)(key + 1), 31)]))
        .Select(text => (text with { KeyId = keyId }).Write("local"))
        .First(text => string.CompareOrdinal(text[^6..], "2LKcb1") <= 0);

    private static async Task<double> Time(Authentication authentication, string key)
    {
        var http = new DefaultHttpContext();
        http.Request.Headers.Authorization = $"Bearer {key}";
        var began = Stopwatch.GetTimestamp();
        var answer = await authentication.Authenticate(http);
        var took = Stopwatch.GetElapsedTime(began).TotalMicroseconds;
        Assert.NotNull(answer.Problem);
        return took;
    }

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);

    private static double Welch(List<double> one, List<double> other)
    {
        var (mean, variance) = Moments(one);
        var (otherMean, otherVariance) = Moments(other);
        return (mean - otherMean) / Math.Sqrt((variance / one.Count) + (otherVariance / other.Count));
    }

    private static (double Mean, double Variance) Moments(List<double> times)
    {
        var mean = times.Average();
        return (mean, times.Sum(time => (time - mean) * (time - mean)) / (times.Count - 1));
    }
}
