using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using ItsmServerless.Local;
using ItsmServerless.Tests.Scenarios.Fixtures;
using ItsmServerless.Tests.Scenarios.Incidents;
using ItsmServerless.Tests.Scenarios.ServiceLevels;
using ItsmServerless.Tests.Scenarios.Webhooks;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace ItsmServerless.Tests.Scenarios.Tenants;

/// <summary>A tenant with one of everything that could outlive it, and what the operator does with it.</summary>
internal sealed class LeavingTenant : IAsyncDisposable
{
    private readonly LocalHost _host;
    private readonly StorageScope _scope;

    private LeavingTenant(LocalHost host, StorageScope scope, JsonElement made)
    {
        (_host, _scope, Id) = (host, scope, IncidentApi.IdOf(made));
        Admin = new(new Uri(host.Url), made.GetProperty("apiKey").Text("secret"));
        Operations = new(new Uri(host.Url), host.OperatorKey);
    }

    public string Id { get; }

    public string Path => $"/v1/operator/tenants/{Id}";

    public IncidentApi Admin { get; }

    public IncidentApi Operations { get; }

    /// <summary>Links that work without a credential, by what they open.</summary>
    public Dictionary<string, string> Links { get; } = [];

    public static async Task<LeavingTenant> MakeAsync(LocalHost host, StorageScope scope, string slug)
    {
        using var operations = new IncidentApi(new Uri(host.Url), host.OperatorKey);
        var made = await operations.Post("/v1/operator/tenants", new { slug, name = slug, plan = "unlimited" });
        return new(host, scope, made.Expect(HttpStatusCode.Created));
    }

    /// <summary>Incidents with clocks, a change that is being approved, a source, a feed, an export, and a webhook whose
    /// receiver takes nothing.</summary>
    public async Task FurnishAsync(Receiver receiver)
    {
        await Admin.Agree("ann@acme.example");
        await Admin.Put("/v1/webhooks/ops", new { url = receiver.Url, events = new[] { "incident.*" } });
        var incident = await Admin.Report(new { title = "Printer" });
        using var form = new MultipartFormDataContent { { new StringContent("text"), "file", "note.txt" } };
        (await Admin.Post($"/v1/incidents/{IncidentApi.IdOf(incident)}/attachments", form)).Expect(HttpStatusCode.Created);
        var source = (await Admin.Post("/v1/intake-sources", new { name = "mail", format = "json" })).Json;
        Links["source"] = source.Text("url");
        Links["feed"] = (await Admin.Post("/v1/changes/calendar/feeds", new { name = "phone" })).Json.Text("url");
        Links["approval"] = await AskAsync();
        var export = (await Admin.Post("/v1/exports")).Expect(HttpStatusCode.Accepted);
        await _host.AdvanceAsync(TimeSpan.FromSeconds(1));
        Links["export"] = (await Admin.Get($"/v1/exports/{IncidentApi.IdOf(export)}")).Json.Text("url");
    }

    /// <summary>What the operator sees.</summary>
    public async Task<JsonElement> SeeAsync() => (await Operations.Get(Path)).Expect(HttpStatusCode.OK);

    public Task<Answer> DeleteAsync(string? ifMatch = "*", string? key = null) =>
        Operations.Send(HttpMethod.Delete, Path, idempotencyKey: key, ifMatch: ifMatch);

    /// <summary>The status that each link is answered with.</summary>
    public async Task<Dictionary<string, int>> LinkStatusAsync()
    {
        using var http = new HttpClient();
        var found = new Dictionary<string, int>();
        foreach (var (name, url) in Links)
        {
            using var answer = name == "source" ? await http.PostAsync(url, new StringContent("{}", System.Text.Encoding.UTF8, "application/json")) : await http.GetAsync(url);
            found[name] = (int)answer.StatusCode;
        }
        return found;
    }

    /// <summary>The ids of its orchestrations.</summary>
    public async Task<List<string>> WorkflowsAsync() => await _host.Services.GetRequiredService<DurableTaskClient>()
        .GetAllInstancesAsync().Select(instance => instance.InstanceId).Where(id => id.Contains(Id)).Order().ToListAsync();

    /// <summary>What storage has of it.</summary>
    public Task<List<string>> TracesAsync() => TenantTraces.OfAsync(_scope, Id);

    public ValueTask DisposeAsync()
    {
        Admin.Dispose();
        Operations.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>A change that somebody is asked about, and the link in their mail.</summary>
    private async Task<string> AskAsync()
    {
        var who = $"pat-{Id}@acme.example".ToLowerInvariant();
        await Admin.Put("/v1/approval-policies/all", new
        {
            stages = new[] { new { name = "CAB", approvers = new[] { who }, quorum = new { kind = "any" }, timeout = "P3D" } },
        });
        var drafted = (await Admin.Post("/v1/changes", new
        {
            title = "Replace it",
            type = "normal",
            risk = new { impact = "low", likelihood = "low" },
            plan = new { implementation = "a", backout = "b", test = "c" },
            window = new { start = "2099-12-01T20:00:00Z", end = "2099-12-01T22:00:00Z" },
        })).Expect(HttpStatusCode.Created);
        (await Admin.Post($"/v1/changes/{IncidentApi.IdOf(drafted)}/submit", ifMatch: "*")).Expect(HttpStatusCode.OK);
        await _host.WhenQuiet();
        var mails = (await Admin.Get($"/_local/mail?to={Uri.EscapeDataString(who)}")).Expect(HttpStatusCode.OK).GetProperty("items");
        return Regex.Match(mails[0].Text("text"), @"https?://\S+/approve/\S+", RegexOptions.None, TimeSpan.FromSeconds(1)).Value;
    }
}
