using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ItsmServerless.Tests.Scenarios.Incidents;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Webhooks;

/// <summary>Events on their way to a receiver.</summary>
public sealed class WebhookTests(DeskFixture desk) : IClassFixture<DeskFixture>
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Event_IsPostedOnce_SignedByTheSecret()
    {
        await using var receiver = await Receiver.StartAsync();
        using var admin = await desk.TenantAsync();
        await Put(admin, "ops", receiver, ["incident.*"]);
        var secret = (await admin.Get("/v1/webhooks/ops/secret")).Expect(HttpStatusCode.OK).GetProperty("secret").GetString()!;

        var incident = await admin.Report(new { title = "Printer" });
        await desk.AdvanceAsync(Moment);

        var posted = Assert.Single(receiver.Posts);
        Assert.Equal("incident.reported", posted.Json.GetProperty("type").GetString());
        var data = posted.Json.GetProperty("data");
        Assert.Equal(IncidentApi.IdOf(incident), data.GetProperty("record").GetString());
        Assert.Equal("Printer", data.GetProperty("details").GetProperty("title").GetString());
        Assert.Contains(SignatureOf(posted, secret), posted.Headers["webhook-signature"].Split(' '));
        var delivery = Assert.Single(await Deliveries(admin));
        Assert.Equal((posted.Id, "delivered"), (IncidentApi.IdOf(delivery), State(delivery)));
    }

    [Fact]
    public async Task Event_NobodyAskedFor_IsNotPosted()
    {
        await using var receiver = await Receiver.StartAsync();
        using var admin = await desk.TenantAsync();
        await Put(admin, "ops", receiver, ["incident.resolved", "change.*"]);

        await admin.Report(new { title = "Printer" });
        await desk.AdvanceAsync(Moment);

        Assert.Empty(receiver.Posts);
        Assert.Empty(await Deliveries(admin));
    }

    [Fact]
    public async Task OtherTenants_AreToldNothing()
    {
        await using var receiver = await Receiver.StartAsync();
        using var admin = await desk.TenantAsync();
        using var other = await desk.TenantAsync();
        await Put(admin, "ops", receiver, ["*"]);

        await other.Report(new { title = "Printer" });
        await desk.AdvanceAsync(Moment);

        Assert.Empty(receiver.Posts);
        Assert.Equal(HttpStatusCode.NotFound, (await other.Get("/v1/webhooks/ops/deliveries")).Status);
    }

    [Fact]
    public async Task ReceiverThatIsDown_IsTriedAgain_ByTheSchedule_WithTheSameIdAndBody()
    {
        await using var receiver = await Receiver.StartAsync((500, null), (503, "60"), (302, null));
        using var admin = await desk.TenantAsync();
        await Put(admin, "ops", receiver, ["incident.*"]);
        await admin.Report(new { title = "Printer" });
        await desk.AdvanceAsync(Moment);
        Assert.Single(receiver.Posts);

        await desk.AdvanceAsync(TimeSpan.FromSeconds(5));
        Assert.Equal(2, receiver.Posts.Count);
        await desk.AdvanceAsync(TimeSpan.FromMinutes(5));
        Assert.Equal(3, receiver.Posts.Count); // The redirect is not followed.
        await desk.AdvanceAsync(TimeSpan.FromMinutes(29));
        Assert.Equal(3, receiver.Posts.Count);
        await desk.AdvanceAsync(TimeSpan.FromMinutes(2));

        Assert.Equal(4, receiver.Posts.Count);
        Assert.Single(receiver.Posts.Select(post => post.Id).Distinct());
        Assert.Single(receiver.Posts.Select(post => Convert.ToHexString(post.Body)).Distinct());
        var delivery = Assert.Single(await Deliveries(admin));
        Assert.Equal("delivered", State(delivery));
        Assert.Equal([500, 503, 302, 204],
            delivery.GetProperty("attempts").EnumerateArray().Select(attempt => attempt.GetProperty("status").GetInt32()));
    }

    [Fact]
    public async Task ReceiverThatIsGone_IsDisabled_UntilItIsPutAgain()
    {
        await using var receiver = await Receiver.StartAsync((410, null));
        using var admin = await desk.TenantAsync();
        await Put(admin, "ops", receiver, ["incident.*"]);
        await admin.Report(new { title = "One" });
        await desk.AdvanceAsync(Moment);

        await admin.Report(new { title = "Two" });
        await desk.AdvanceAsync(TimeSpan.FromDays(4));

        Assert.Single(receiver.Posts);
        var webhook = (await admin.Get("/v1/webhooks/ops")).Expect(HttpStatusCode.OK);
        Assert.Equal("It answered 410.", webhook.GetProperty("disabledBecause").GetString());
        await PutAgain(admin, receiver);
        await admin.Report(new { title = "Three" });
        await desk.AdvanceAsync(Moment);
        Assert.Equal(2, receiver.Posts.Count);
    }

    [Fact]
    public async Task DeletedWebhook_GetsNothing_AlsoNotWhatWaits()
    {
        await using var receiver = await Receiver.StartAsync((500, null));
        using var admin = await desk.TenantAsync();
        await Put(admin, "ops", receiver, ["incident.*"]);
        await admin.Report(new { title = "One" });
        await desk.AdvanceAsync(Moment);

        Assert.Equal(HttpStatusCode.NoContent, (await admin.Send(HttpMethod.Delete, "/v1/webhooks/ops", ifMatch: "*")).Status);
        await admin.Report(new { title = "Two" });
        await desk.AdvanceAsync(TimeSpan.FromDays(4));

        Assert.Single(receiver.Posts);
        Assert.Equal(HttpStatusCode.NotFound, (await admin.Get("/v1/webhooks/ops")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await admin.Get("/v1/webhooks/ops/secret")).Status);
    }

    [Fact]
    public async Task Replay_PostsTheSameAgain_OnceARequest()
    {
        await using var receiver = await Receiver.StartAsync();
        using var admin = await desk.TenantAsync();
        await Put(admin, "ops", receiver, ["incident.*"]);
        await admin.Report(new { title = "Printer" });
        await desk.AdvanceAsync(Moment);
        var id = Assert.Single(receiver.Posts).Id;

        (await admin.Post($"/v1/webhooks/ops/deliveries/{id}/replay", idempotencyKey: "again")).Expect(HttpStatusCode.Accepted);
        (await admin.Post($"/v1/webhooks/ops/deliveries/{id}/replay", idempotencyKey: "again")).Expect(HttpStatusCode.Accepted);
        await desk.AdvanceAsync(Moment);

        Assert.Equal([id, id], receiver.Posts.Select(post => post.Id));
        Assert.Single(receiver.Posts.Select(post => Convert.ToHexString(post.Body)).Distinct());
    }

    [Fact]
    public async Task Replay_OfATime_PostsWhatFailed()
    {
        await using var receiver = await Receiver.StartAsync((410, null));
        using var admin = await desk.TenantAsync();
        await Put(admin, "ops", receiver, ["incident.*"]);
        await admin.Report(new { title = "Lost" });
        await desk.AdvanceAsync(Moment);
        await PutAgain(admin, receiver);
        await admin.Report(new { title = "Taken" });
        await desk.AdvanceAsync(Moment);

        var replayed = (await admin.Post("/v1/webhooks/ops/replay", new { from = "2000-01-01T00:00:00Z" })).Expect(HttpStatusCode.Accepted);
        await desk.AdvanceAsync(Moment);

        Assert.Equal(1, replayed.GetProperty("count").GetInt32());
        Assert.Equal(["Lost", "Taken", "Lost"],
            receiver.Posts.Select(post => post.Json.GetProperty("data").GetProperty("details").GetProperty("title").GetString()));
    }

    [Fact]
    public async Task Test_SaysWhatCameOfIt_AndIsNotTriedAgain()
    {
        await using var receiver = await Receiver.StartAsync((500, null));
        using var admin = await desk.TenantAsync();
        await Put(admin, "ops", receiver, ["incident.*"]);

        var failed = (await admin.Post("/v1/webhooks/ops/test")).Expect(HttpStatusCode.OK);
        var taken = (await admin.Post("/v1/webhooks/ops/test")).Expect(HttpStatusCode.OK);
        await desk.AdvanceAsync(TimeSpan.FromDays(4));

        Assert.Equal(("failed", "delivered"), (State(failed), State(taken)));
        Assert.Equal(JsonValueKind.Null, taken.GetProperty("reason").ValueKind);
        Assert.Equal(2, receiver.Posts.Count);
        Assert.All(receiver.Posts, post => Assert.Equal("webhook.test", post.Json.GetProperty("type").GetString()));
    }

    [Fact]
    public async Task Cursor_OfAnotherWebhook_IsRefused()
    {
        await using var receiver = await Receiver.StartAsync();
        using var admin = await desk.TenantAsync();
        await Put(admin, "ops", receiver, ["*"]);
        await Put(admin, "other", receiver, ["*"]);
        await admin.Post("/v1/webhooks/ops/test");
        await admin.Post("/v1/webhooks/ops/test");
        var page = (await admin.Get("/v1/webhooks/ops/deliveries?limit=1")).Expect(HttpStatusCode.OK);
        var cursor = Uri.EscapeDataString(page.GetProperty("nextCursor").GetString()!);

        Assert.Equal(HttpStatusCode.OK, (await admin.Get($"/v1/webhooks/ops/deliveries?cursor={cursor}")).Status);
        Assert.Equal("invalid_cursor", (await admin.Get($"/v1/webhooks/other/deliveries?cursor={cursor}")).Code);
    }

    [Fact]
    public async Task NewSecret_SignsBesideTheFormer_ForADay()
    {
        await using var receiver = await Receiver.StartAsync();
        using var admin = await desk.TenantAsync();
        await Put(admin, "ops", receiver, ["incident.*"]);
        var first = await SecretOf(admin);
        (await admin.Post("/v1/webhooks/ops/secret", ifMatch: "*")).Expect(HttpStatusCode.OK);
        var second = await SecretOf(admin);

        await admin.Post("/v1/webhooks/ops/test");
        await desk.AdvanceAsync(TimeSpan.FromHours(25));
        await admin.Post("/v1/webhooks/ops/test");

        Assert.NotEqual(first, second);
        var (during, after) = (receiver.Posts.First(), receiver.Posts.Last());
        Assert.Contains(SignatureOf(during, first), during.Headers["webhook-signature"].Split(' '));
        Assert.Contains(SignatureOf(during, second), during.Headers["webhook-signature"].Split(' '));
        Assert.DoesNotContain(SignatureOf(after, first), after.Headers["webhook-signature"].Split(' '));
        Assert.Contains(SignatureOf(after, second), after.Headers["webhook-signature"].Split(' '));
    }

    [Fact]
    public async Task ThinWebhook_IsToldNoDetails()
    {
        await using var receiver = await Receiver.StartAsync();
        using var admin = await desk.TenantAsync();
        (await admin.Send(HttpMethod.Put, "/v1/webhooks/ops", new { url = receiver.Url, events = new[] { "*" }, payload = "thin" }))
            .Expect(HttpStatusCode.OK);

        await admin.Report(new { title = "Printer" });
        await desk.AdvanceAsync(Moment);

        Assert.False(Assert.Single(receiver.Posts).Json.GetProperty("data").TryGetProperty("details", out _));
    }

    [Theory]
    [InlineData("https://10.0.0.1/hook", "not_allowed")]
    [InlineData("https://169.254.169.254/", "not_allowed")]
    [InlineData("http://example.org/hook", "not_allowed")]
    [InlineData("https://user@example.org/hook", "not_allowed")]
    public async Task Address_ThatMustNotBeCalled_IsRefused(string url, string code)
    {
        using var admin = await desk.TenantAsync();

        var refused = await admin.Send(HttpMethod.Put, "/v1/webhooks/ops", new { url, events = new[] { "*" } });

        Assert.Equal((HttpStatusCode)422, refused.Status);
        Assert.Equal(code, refused.Json.GetProperty("errors")[0].GetProperty("code").GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await admin.Get("/v1/webhooks/ops")).Status);
    }

    [Fact]
    public async Task UnknownEvent_IsRefused()
    {
        using var admin = await desk.TenantAsync();

        var refused = await admin.Send(
            HttpMethod.Put, "/v1/webhooks/ops", new { url = "https://example.org/", events = new[] { "incident.exploded" } });

        Assert.Equal((HttpStatusCode)422, refused.Status);
        Assert.Equal("unknown_event", refused.Json.GetProperty("errors")[0].GetProperty("code").GetString());
    }

    private static async Task Put(
        IncidentApi admin, string key, Receiver receiver, string[] events, string? ifMatch = null) =>
        (await admin.Send(HttpMethod.Put, $"/v1/webhooks/{key}", new { url = receiver.Url, events }, ifMatch: ifMatch))
            .Expect(HttpStatusCode.OK);

    /// <summary>It is put once more, as it was.</summary>
    private static Task PutAgain(IncidentApi admin, Receiver receiver) => Put(admin, "ops", receiver, ["incident.*"], "*");

    private static Task<List<JsonElement>> Deliveries(IncidentApi admin) => admin.All("/v1/webhooks/ops/deliveries");

    private static async Task<string> SecretOf(IncidentApi admin) =>
        (await admin.Get("/v1/webhooks/ops/secret")).Expect(HttpStatusCode.OK).GetProperty("secret").GetString()!;

    private static string State(JsonElement delivery) => delivery.GetProperty("state").GetString()!;

    /// <summary>As a receiver works it out (Standard Webhooks 1.0).</summary>
    private static string SignatureOf(Posted posted, string secret)
    {
        byte[] content = [.. Encoding.UTF8.GetBytes($"{posted.Id}.{posted.Headers["webhook-timestamp"]}."), .. posted.Body];
        return "v1," + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret["whsec_".Length..]), content));
    }
}
