using System.Net;
using System.Text.Json;
using ItsmServerless.Tests.Scenarios.Incidents;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Tenants;

/// <summary>API keys over HTTP: rotation, networks, the day of the last use, and the people they stand for.</summary>
public sealed class ApiKeyTests(DeskFixture desk) : IClassFixture<DeskFixture>
{
    private readonly IncidentApi _api = desk.Admin;

    [Fact]
    public async Task Rotate_LetsBothSecretsWork_UntilTheOverlapHasPassed()
    {
        var key = await Create(new { name = "ci", role = "agent" });
        var rotated = await Rotate(key, new { overlap = "PT2H" });
        Assert.NotEqual(Secret(key), Secret(rotated));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (await Try(Secret(key)), await Try(Secret(rotated))));

        await desk.AdvanceAsync(TimeSpan.FromHours(2));

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (await Try(Secret(key)), await Try(Secret(rotated))));
    }

    [Fact]
    public async Task Rotate_WithoutABody_TakesADay()
    {
        var key = await Create(new { name = "ci", role = "agent" });
        var rotated = (await _api.Post($"{Path(key)}/rotate")).Expect(HttpStatusCode.OK);
        var until = rotated.GetProperty("formerSecretUntil").GetDateTimeOffset();
        Assert.InRange(until - key.GetProperty("createdAt").GetDateTimeOffset(), TimeSpan.FromDays(1), TimeSpan.FromDays(1.1));
    }

    [Fact]
    public async Task Rotate_WithTheSameIdempotencyKey_GivesTheSameSecret()
    {
        var key = await Create(new { name = "ci", role = "agent" });
        var first = await Rotate(key, new { overlap = "PT1H" }, "rotate-1");
        var again = await Rotate(key, new { overlap = "PT1H" }, "rotate-1");
        Assert.Equal(Secret(first), Secret(again));
        (await _api.Post($"{Path(key)}/rotate", new { overlap = "PT3H" }, "rotate-1"))
            .Refused(HttpStatusCode.UnprocessableEntity, "idempotency_mismatch");
    }

    [Fact]
    public async Task Rotate_WhileTwoSecretsWork_IsRefused_AndEndsNeither()
    {
        var key = await Create(new { name = "ci", role = "agent" });
        var rotated = await Rotate(key, new { overlap = "P7D" });
        (await _api.Post($"{Path(key)}/rotate")).Refused(HttpStatusCode.Conflict, "two_secrets");
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (await Try(Secret(key)), await Try(Secret(rotated))));

        var leaked = await Rotate(key, new { overlap = "PT0S" });

        Assert.Equal(HttpStatusCode.Unauthorized, await Try(Secret(key)));
        Assert.Equal(HttpStatusCode.Unauthorized, await Try(Secret(rotated)));
        Assert.Equal(HttpStatusCode.OK, await Try(Secret(leaked)));
    }

    [Fact]
    public async Task Key_UsedFromANetworkThatIsNotAllowed_IsRefused()
    {
        var key = await Create(new { name = "ci", role = "agent", allowedNetworks = new[] { "203.0.113.0/24" } });
        using var outside = new IncidentApi(new Uri(desk.Url), Secret(key));
        (await outside.Get("/v1/incidents")).Refused(HttpStatusCode.Forbidden, "network_not_allowed");

        await Edit(key, new { allowedNetworks = new[] { "127.0.0.0/8", "::1/128" } });
        (await outside.Get("/v1/incidents")).Expect(HttpStatusCode.OK);

        await Edit(key, new { allowedNetworks = new[] { "2001:db8::/32" } });
        Assert.Equal(HttpStatusCode.Forbidden, await Try(Secret(key)));
        await Edit(key, new { allowedNetworks = (string[]?)null });
        Assert.Equal(HttpStatusCode.OK, await Try(Secret(key)));
    }

    [Fact]
    public async Task ForwardedFor_OfACallerThatIsNoProxy_IsNotBelieved()
    {
        var key = await Create(new { name = "ci", role = "agent", allowedNetworks = new[] { "203.0.113.0/24" } });
        using var http = new HttpClient { BaseAddress = new Uri(desk.Url) };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/incidents");
        request.Headers.Add("Authorization", $"Bearer {Secret(key)}");
        request.Headers.Add("X-Forwarded-For", "203.0.113.5");
        using var response = await http.SendAsync(request);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    public async Task Edit_RenamesAKey_AndEveryEventIsInItsTimeline()
    {
        var key = await Create(new { name = "ci", role = "agent" });
        Assert.Equal("builds", (await Edit(key, new { name = "builds" })).GetProperty("name").GetString());
        await Rotate(key, new { overlap = "PT1H" });
        await _api.Send(HttpMethod.Delete, Path(key));
        var timeline = await _api.All($"{Path(key)}/timeline");
        Assert.Equal(
            ["api_key.created", "api_key.edited", "api_key.rotated", "api_key.revoked"],
            timeline.Select(entry => entry.GetProperty("type").GetString()));
        HashChain.Verify(timeline);
        Assert.DoesNotContain(Secret(key)[^20..], string.Concat(timeline), StringComparison.Ordinal);
        (await _api.Post($"{Path(key)}/rotate")).Refused(HttpStatusCode.Conflict, "invalid_transition");
    }

    [Fact]
    public async Task LastUse_IsKeptByDay()
    {
        var key = await Create(new { name = "ci", role = "agent" });
        Assert.Equal(JsonValueKind.Null, (await Shown(key)).GetProperty("lastUsedOn").ValueKind);
        Assert.Equal(HttpStatusCode.OK, await Try(Secret(key)));
        var first = await LastUsedOtherThan(key, null);
        await desk.AdvanceAsync(TimeSpan.FromDays(1));
        Assert.Equal(HttpStatusCode.OK, await Try(Secret(key)));
        var second = await LastUsedOtherThan(key, first);
        Assert.True(DateOnly.Parse(first) < DateOnly.Parse(second));
        var listed = (await _api.All("/v1/api-keys")).Single(one => IncidentApi.IdOf(one) == IncidentApi.IdOf(key));
        Assert.Equal(second, listed.GetProperty("lastUsedOn").GetString());
    }

    [Fact]
    public async Task PersonWhoIsInactive_ActsThroughNoKey()
    {
        var key = await Create(new { name = "pat", role = "agent", person = "pat@example.org" });
        (await _api.Send(HttpMethod.Put, "/v1/people/pat@example.org", new { name = "Pat" })).Expect(HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.OK, await Try(Secret(key)));
        await PutPerson("pat@example.org", active: false);
        Assert.Equal(HttpStatusCode.Unauthorized, await Try(Secret(key)));
        await PutPerson("pat@example.org", active: true);
        Assert.Equal(HttpStatusCode.OK, await Try(Secret(key)));
    }

    private static string Path(JsonElement key) => $"/v1/api-keys/{IncidentApi.IdOf(key)}";

    private static string Secret(JsonElement key) => key.GetProperty("secret").GetString()!;

    private async Task<JsonElement> Create(object body) =>
        (await _api.Post("/v1/api-keys", body)).Expect(HttpStatusCode.Created);

    private async Task<JsonElement> Rotate(JsonElement key, object body, string? idempotencyKey = null) =>
        (await _api.Post($"{Path(key)}/rotate", body, idempotencyKey)).Expect(HttpStatusCode.OK);

    private async Task<JsonElement> Edit(JsonElement key, object body) =>
        (await _api.Send(HttpMethod.Patch, Path(key), body, ifMatch: "*")).Expect(HttpStatusCode.OK);

    private async Task<JsonElement> Shown(JsonElement key) => (await _api.Get(Path(key))).Expect(HttpStatusCode.OK);

    /// <summary>A use is written within a minute; the clock is moved until it is.</summary>
    private async Task<string> LastUsedOtherThan(JsonElement key, string? before)
    {
        for (var tries = 0; tries < 100; tries++)
        {
            await desk.AdvanceAsync(TimeSpan.FromSeconds(61));
            if ((await Shown(key)).GetProperty("lastUsedOn").GetString() is { } day && day != before) return day;
        }
        throw new TimeoutException("The day of the last use was not written.");
    }

    private async Task PutPerson(string email, bool active) =>
        (await _api.Send(HttpMethod.Put, $"/v1/people/{email}", new { name = "Pat", active }, ifMatch: "*"))
            .Expect(HttpStatusCode.OK);

    private async Task<HttpStatusCode> Try(string secret)
    {
        using var api = new IncidentApi(new Uri(desk.Url), secret);
        return (await api.Get("/v1/incidents")).Status;
    }
}
