using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ItsmServerless.Tests.Scenarios.Incidents;
using ItsmServerless.Tests.Scenarios.ServiceLevels;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Tenants;

/// <summary>Everything a tenant has, as one file.</summary>
public sealed class ExportTests(DeskFixture desk) : IClassFixture<DeskFixture>
{
    private const string Canary = "canary-of-somebody-else";
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task Export_HoldsEverything_AndNothingOfOthers()
    {
        using var admin = await desk.TenantAsync();
        using var other = await desk.TenantAsync();
        await Attach(other, await other.Report(new { title = Canary }), Canary);
        var incidents = new List<JsonElement>();
        for (var number = 0; number < 12; number++) incidents.Add(await admin.Report(new { title = $"Printer {number}" }));
        foreach (var incident in incidents) await admin.Act(incident, "resolve", new { code = "fixed", note = "Ünïcode" });
        var large = new string('x', 9 << 20);
        await Attach(admin, incidents[0], "small");
        await Attach(admin, incidents[1], large);
        await admin.Put("/v1/webhooks/ops", new { url = desk.Url, events = new[] { "incident.*" } });

        var file = await Download(await Made(admin));

        file.CheckManifest();
        Assert.InRange(file.CheckChains(), 24, 10_000);
        Assert.Equal(incidents.Select(IncidentApi.IdOf).Order(), file.Lines("records/incident").Select(IncidentApi.IdOf).Order());
        Assert.All(file.Lines("records/incident"), record => Assert.Equal("resolved", record.GetProperty("state").Text("state")));
        Assert.Equal(["small", large], file.Blobs.Select(Encoding.UTF8.GetString).OrderBy(text => text.Length));
        Assert.Single(file.Lines("tenant"));
        Assert.Single(file.Lines("records/api_key"));
        Assert.Single(file.Lines("records/webhook"));
        Assert.DoesNotContain(Canary, file.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secrets_AreNotInIt()
    {
        using var admin = await desk.TenantAsync();
        await admin.Put("/v1/webhooks/ops", new { url = desk.Url, events = new[] { "incident.*" } });
        var hook = (await admin.Get("/v1/webhooks/ops/secret")).Expect(HttpStatusCode.OK).Text("secret");
        var source = (await admin.Post("/v1/intake-sources", new { name = "mail", format = "standard-webhook", secret = "whsec_c2VjcmV0c2VjcmV0c2VjcmV0" })).Expect(HttpStatusCode.Created);
        var feed = (await admin.Post("/v1/changes/calendar/feeds", new { name = "phone" })).Expect(HttpStatusCode.Created);

        var text = (await Download(await Made(admin))).Text;

        foreach (var secret in new[] { hook, "c2VjcmV0c2VjcmV0c2VjcmV0", source.Text("url").Split('/')[^1], feed.Text("url").Split('/')[^1] })
            Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
        foreach (var member in new[] { "hash\":\"[redacted]", "keys\":\"[redacted]", "tokenHash\":\"[redacted]", "secrets\":\"[redacted]", "secret\":\"[redacted]" })
            Assert.Contains(member, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Link_IsGood_UntilItExpires()
    {
        using var admin = await desk.TenantAsync();
        var made = await Made(admin);
        using var http = new HttpClient();
        using var head = await http.SendAsync(new HttpRequestMessage(HttpMethod.Head, made.Text("url")));

        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Equal(made.GetProperty("bytes").GetInt64(), head.Content.Headers.ContentLength);
        Assert.Equal("attachment", head.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("nosniff", Assert.Single(head.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync(made.Text("url") + "x")).StatusCode);

        await desk.AdvanceAsync(TimeSpan.FromDays(7) + TimeSpan.FromHours(1));

        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync(made.Text("url"))).StatusCode);
        var later = (await admin.Get($"/v1/exports/{IncidentApi.IdOf(made)}")).Expect(HttpStatusCode.OK);
        Assert.Equal(("expired", JsonValueKind.Null), (later.Text("state"), later.GetProperty("url").ValueKind));
    }

    [Fact]
    public async Task Exports_AreAnAdminsAlone_AndListedNewestFirst()
    {
        using var admin = await desk.TenantAsync();
        var (first, second) = (await Made(admin), await Made(admin));

        Assert.Equal([IncidentApi.IdOf(second), IncidentApi.IdOf(first)], (await admin.All("/v1/exports")).Select(IncidentApi.IdOf));
        using var other = await desk.TenantAsync();
        Assert.Equal("not_found", (await other.Get($"/v1/exports/{IncidentApi.IdOf(first)}")).Code);
        using var agent = await desk.KeyAsync("manager");
        Assert.Equal(HttpStatusCode.Forbidden, (await agent.Post("/v1/exports")).Status);
        var again = await admin.Post("/v1/exports", idempotencyKey: "one");
        Assert.Equal(again.Json.Text("id"), (await admin.Post("/v1/exports", idempotencyKey: "one")).Json.Text("id"));
    }

    private async Task<JsonElement> Made(IncidentApi admin)
    {
        var asked = await admin.Post("/v1/exports");
        var export = asked.Expect(HttpStatusCode.Accepted);
        Assert.Equal($"/v1/exports/{IncidentApi.IdOf(export)}", asked.Headers.Location!.ToString());
        await desk.AdvanceAsync(Moment);
        var made = (await admin.Get($"/v1/exports/{IncidentApi.IdOf(export)}")).Expect(HttpStatusCode.OK);
        Assert.Equal("completed", made.Text("state"));
        Assert.Equal(made.GetProperty("progress").GetProperty("of").GetInt32(), made.GetProperty("progress").GetProperty("done").GetInt32());
        return made;
    }

    /// <summary>Without a credential, as who has the link.</summary>
    private static async Task<ExportFile> Download(JsonElement made)
    {
        using var http = new HttpClient();
        var bytes = await http.GetByteArrayAsync(made.Text("url"));
        Assert.Equal(made.GetProperty("bytes").GetInt64(), bytes.Length);
        Assert.Equal(made.Text("sha256"), Convert.ToHexStringLower(SHA256.HashData(bytes)));
        return new(bytes);
    }

    private static async Task Attach(IncidentApi api, JsonElement incident, string text)
    {
        using var form = new MultipartFormDataContent { { new StringContent(text), "file", "note.txt" } };
        (await api.Post($"/v1/incidents/{IncidentApi.IdOf(incident)}/attachments", form)).Expect(HttpStatusCode.Created);
    }
}
