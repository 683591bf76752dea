using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Azure.Messaging.ServiceBus;
using ItsmServerless.Local;
using ItsmServerless.Tests.Scenarios.Fixtures;
using ItsmServerless.Tests.Scenarios.Incidents;
using ItsmServerless.Tests.Scenarios.ServiceLevels;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Hosting;

/// <summary>The product with something of everything the desk shows, made through the API.</summary>
public sealed class DeskWorld(StorageFixture storage) : IAsyncLifetime
{
    private const string Boss = "boss@demo.example";

    private readonly StorageScope _scope = storage.Scope();

    /// <summary>The running product; its clock can be moved.</summary>
    public LocalHost Host { get; private set; } = null!;

    /// <summary>A mail with HTML.</summary>
    public string MailId { get; private set; } = "";

    /// <summary>The card that was posted.</summary>
    public string CardId { get; private set; } = "";

    /// <summary>The webhook that was called.</summary>
    public string HookId { get; private set; } = "";

    /// <summary>An orchestration that waits.</summary>
    public string WaitingId { get; private set; } = "";

    /// <summary>A subscription with a dead letter.</summary>
    public string DeadPath { get; private set; } = "";

    /// <summary>The number of the dead letter.</summary>
    public long DeadSequence { get; private set; }

    /// <summary>A table of incidents, with a row of it.</summary>
    public (string Table, string Partition, string Row) StoredRow { get; private set; }

    /// <summary>A container with a blob in it.</summary>
    public (string Container, string Name) StoredBlob { get; private set; }

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        Host = await LocalHost.StartAsync(new LocalOptions
        {
            Port = 0,
            Storage = _scope.ConnectionString,
            Prefix = _scope.Prefix,
            Ephemeral = true,
            ManualClock = true,
        });
        using var api = new IncidentApi(new Uri(Host.Url), Host.ApiKey!);
        using var anyone = new HttpClient { BaseAddress = new Uri(Host.Url) };
        await MakeIncidentAsync(api);
        await MakePolicyAsync(api);
        WaitingId = await SubmitChangeAsync();
        await CaptureAsync(anyone);
        await FindAsync(anyone);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await _scope.DisposeAsync();
    }

    /// <summary>Puts one more message aside, in every subscription that cannot read it.</summary>
    public async Task SendUnreadableAsync(string topic)
    {
        await using var sender = Host.Services.GetRequiredService<ServiceBusClient>().CreateSender(topic);
        await sender.SendMessageAsync(new ServiceBusMessage("<b>not an event</b>") { Subject = "unreadable" });
        await Host.WhenQuiet();
    }

    /// <summary>Submits another change and returns the id of the orchestration that waits for its approval.</summary>
    public async Task<string> SubmitChangeAsync()
    {
        using var api = new IncidentApi(new Uri(Host.Url), Host.ApiKey!);
        using var anyone = new HttpClient { BaseAddress = new Uri(Host.Url) };
        var before = await WaitingAsync(anyone);
        var change = (await api.Post("/v1/changes", new
        {
            title = "Replace the core switch",
            type = "normal",
            risk = new { impact = "high", likelihood = "low" },
            plan = new { implementation = "Swap it", backout = "Swap back", test = "Ping" },
            window = new { start = "2027-12-01T20:00:00Z", end = "2027-12-01T22:00:00Z" },
            service = "network",
        })).Expect(HttpStatusCode.Created);
        (await api.Post($"/v1/changes/{IncidentApi.IdOf(change)}/submit", ifMatch: "*")).Expect(HttpStatusCode.OK);
        await Host.WhenQuiet();
        return Assert.Single((await WaitingAsync(anyone)).Except(before));
    }

    private static async Task<List<string>> WaitingAsync(HttpClient anyone) =>
    [
        .. from one in await ItemsAsync(anyone, "orchestrations")
           where one.GetProperty("name").GetString() == "ApprovalWorkflow"
           select one.GetProperty("id").GetString()!,
    ];

    private static async Task MakeIncidentAsync(IncidentApi api)
    {
        (await api.Put("/v1/calendars/always", new { timeZone = "UTC" })).Expect(HttpStatusCode.OK);
        (await api.Put("/v1/agreements/gold", new
        {
            kind = "sla",
            practice = "incident",
            calendar = "always",
            targets = new[]
            {
                new { metric = "first_response", within = "PT1H" },
                new { metric = "resolution", within = "PT8H" },
            },
            escalations = new[]
            {
                new { metric = "first_response", at = 0.75, notify = new[] { "lead@demo.example" } },
            },
        })).Expect(HttpStatusCode.OK);
        var incident = await api.Report(new
        {
            title = "The printer is on <b>fire</b>",
            description = "Smoke on the third floor",
            requester = new { name = "Anna", email = "anna@demo.example" },
        });
        using var part = new ByteArrayContent("a note on the fire"u8.ToArray());
        part.Headers.ContentType = new("text/plain");
        using var file = new MultipartFormDataContent { { part, "file", "note.txt" } };
        (await api.Post($"/v1/incidents/{IncidentApi.IdOf(incident)}/attachments", file))
            .Expect(HttpStatusCode.Created);
    }

    private static async Task MakePolicyAsync(IncidentApi api) =>
        (await api.Put("/v1/approval-policies/network", new
        {
            match = new { service = new[] { "network" } },
            stages = new[]
            {
                new { name = "CAB", approvers = new[] { Boss }, quorum = new { kind = "all" }, timeout = "P3D" },
            },
        })).Expect(HttpStatusCode.OK);

    private async Task CaptureAsync(HttpClient anyone)
    {
        using var card = await anyone.PostAsJsonAsync("/_local/teams/service-desk", SampleCard.Message);
        using var hook = await anyone.PostAsJsonAsync("/_local/hooks/monitoring", new { type = "incident.reported" });
        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.Accepted), (card.StatusCode, hook.StatusCode));
        CardId = (await ItemsAsync(anyone, "teams"))[^1].GetProperty("id").GetString()!;
        HookId = (await ItemsAsync(anyone, "webhooks"))[^1].GetProperty("id").GetString()!;
        var paths = (await ItemsAsync(anyone, "bus")).ConvertAll(one => one.GetProperty("path").GetString()!);
        await SendUnreadableAsync(paths[0].Split('/')[0]);
    }

    private async Task FindAsync(HttpClient anyone)
    {
        var dead = (await ItemsAsync(anyone, "bus/dead-letters"))[^1];
        (DeadPath, DeadSequence) = (dead.GetProperty("entity").GetString()!, dead.GetProperty("sequence").GetInt64());
        MailId = (await ItemsAsync(anyone, "mail"))[^1].GetProperty("id").GetString()!;
        StoredRow = await FirstRowAsync();
        StoredBlob = await FirstBlobAsync();
    }

    private async Task<(string Table, string Partition, string Row)> FirstRowAsync()
    {
        var tables = new Azure.Data.Tables.TableServiceClient(_scope.ConnectionString);
        await foreach (var table in tables.QueryAsync())
        {
            if (!table.Name.StartsWith(_scope.Prefix, StringComparison.Ordinal) || table.Name.Contains("local"))
                continue;
            await foreach (var row in tables.GetTableClient(table.Name).QueryAsync<Azure.Data.Tables.TableEntity>())
            {
                if (row.Count > 8)
                    return (table.Name, row.PartitionKey, row.RowKey);
            }
        }
        throw new InvalidOperationException("The product stored no row.");
    }

    private async Task<(string Container, string Name)> FirstBlobAsync()
    {
        var blobs = new Azure.Storage.Blobs.BlobServiceClient(_scope.ConnectionString);
        await foreach (var container in blobs.GetBlobContainersAsync(prefix: _scope.Prefix))
        {
            await foreach (var blob in blobs.GetBlobContainerClient(container.Name).GetBlobsAsync())
            {
                if (blob.Properties.ContentType == "text/plain" || blob.Properties.ContentLength is > 0 and < 100)
                    return (container.Name, blob.Name);
            }
        }
        throw new InvalidOperationException("The product stored no blob.");
    }

    private static async Task<List<JsonElement>> ItemsAsync(HttpClient anyone, string path) =>
        [.. (await anyone.GetFromJsonAsync<JsonElement>($"/_local/{path}")).GetProperty("items").EnumerateArray()];
}
