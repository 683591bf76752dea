using System.Text.Json.Nodes;
using ItsmServerless.Metering;
using ItsmServerless.Metering.Marketplace;
using ItsmServerless.Tests.Scenarios.Metering;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Contract;

/// <summary>Answers that only a story, a sender of its own, or a question with parameters brings forth, by their schemas.</summary>
internal sealed class ExampleStories(ContractWorld world)
{
    /// <summary>All of them, as the product answers.</summary>
    public async Task<IReadOnlyList<(string Schema, JsonNode Answer)>> TellAsync()
    {
        var clock = ("RecalculatedClock", await RecalculatedClockAsync());
        await EditUnplannedAsync();
        await world.QuietAsync();
        return
        [
            clock,
            ("DeliveryView", await AskAsync("deliver", "/in/" + world.ValueAt("/in/{token}"), "From: bea@example.org\r\nSubject: Help\r\n\r\nPlease.\r\n", "message/rfc822")),
            ("HolidayDifference", await AskAsync("previewHolidays", "/v1/calendars/business/holidays/preview?from=2031-01-01&to=2031-12-31", Holidays, "text/calendar")),
            .. await PagerDutyAsync(),
            ("SearchHit", FirstOf(await AskAsync("search", "/v1/search?q=Printer"))),
            ("Statement", await AskAsync("getStatement", $"/v1/statements/{Now:yyyy-MM}")),
            ("UnauthorizedChange", FirstOf(await AskAsync("listUnauthorizedChanges", "/v1/configuration-items/unauthorized-changes"))),
            ("Submission", await SubmissionAsync()),
        ];
    }

    private DateTimeOffset Now => world.Services.GetRequiredService<TimeProvider>().GetUtcNow();

    private const string Holidays =
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//example.org//holidays//EN\r\nBEGIN:VEVENT\r\nUID:1@example.org\r\n" +
        "DTSTAMP:20260101T000000Z\r\nDTSTART;VALUE=DATE:20310501\r\nDTEND;VALUE=DATE:20310502\r\nSUMMARY:Labour Day\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

    private async Task<IEnumerable<(string, JsonNode)>> PagerDutyAsync()
    {
        var source = await world.MakeAsync("createIntakeSource", world.Admin, new() { ["name"] = "pager", ["format"] = "pagerduty" });
        var key = source["url"]!.GetValue<string>().Split('/')[^1];
        var body = $$$"""
            {"routing_key":"{{{key}}}","event_action":"trigger","dedup_key":"disk-1",
             "payload":{"summary":"Disk full","source":"srv-1","severity":"critical"}}
            """;
        return
        [
            ("PagerDutyAccepted", await AskAsync("enqueueEvent", "/v2/enqueue", body)),
            ("PagerDutyRefused", await AskAsync("enqueueEvent", "/v2/enqueue", "{}", status: 400)),
        ];
    }

    /// <summary>A tighter agreement is tried on an incident that was in time by the wider one.</summary>
    private async Task<JsonNode> RecalculatedClockAsync()
    {
        const string path = "/v1/agreements/story";
        await AskAsync("putCalendar", "/v1/calendars/always", """{"timeZone":"UTC"}""", isNew: true);
        await AskAsync("putAgreement", path, Agreement("PT8H"), isNew: true);
        var incident = await world.MakeAsync("reportIncident", world.Admin, new() { ["title"] = "Printer", ["group"] = "story" });
        await world.AdvanceAsync(TimeSpan.FromHours(2));
        await AskAsync("resolveIncident", $"/v1/incidents/{incident["id"]}/resolve", """{"code":"fixed","note":"New toner"}""");
        await world.QuietAsync();
        await AskAsync("putAgreement", path, Agreement("PT1H"));
        var started = await AskAsync("startRecalculation", path + "/recalculations", """{"from":"2026-01-01T00:00:00Z","dryRun":true}""");
        await world.AdvanceAsync(TimeSpan.FromMinutes(1));
        return FirstOf(await AskAsync("listRecalculationDifferences", $"{path}/recalculations/{started["id"]}/differences"));
    }

    private static string Agreement(string within) => $$"""
        {"kind":"sla","practice":"incident","match":{"group":["story"]},"calendar":"always",
         "targets":[{"metric":"resolution","within":"{{within}}"}]}
        """;

    /// <summary>An item that a service depends on is edited without a change.</summary>
    private Task EditUnplannedAsync() => AskAsync(
        "putConfigurationItem", "/v1/configuration-items/srv-1",
        """{"name":"Server","kind":"server","service":"mail","owner":"ann@example.org","dependsOn":[],"attributes":{"os":"2"}}""");

    /// <summary>A round of the export, to an endpoint as Microsoft's.</summary>
    private async Task<JsonNode> SubmissionAsync()
    {
        await using var endpoint = await MarketplaceEndpoint.StartAsync();
        await AskAsync("changeTenant", "/v1/operator/tenants/" + await FirstTenantAsync(),
            """{"marketplace":{"resourceId":"37f9dea2-4345-438f-b0bd-03d40d28c7e0","planId":"gold"}}""");
        await world.MakeAsync("reportIncident", world.Admin, new() { ["title"] = "Counted" });
        await world.AdvanceAsync(TimeSpan.FromHours(2));
        endpoint.Now = () => Now;
        var (services, settings) = (world.Services, MarketplaceTests.Settings(endpoint));
        using var api = new MarketplaceApi(settings, new FixedToken(), services.GetRequiredService<ItsmServerless.Kernel.Time.Clock>());
        await new MarketplaceExport(
            settings, services.GetRequiredService<MeteredTenants>(), services.GetRequiredService<UsageLedger>(),
            services.GetRequiredService<CallFlush>(), services.GetRequiredService<SubmissionBook>(), api,
            services.GetRequiredService<ItsmServerless.Kernel.Time.Clock>(), NullLogger<MarketplaceExport>.Instance).Run(default);
        return FirstOf(await AskAsync("listMarketplaceSubmissions", "/v1/operator/marketplace"));
    }

    private async Task<string> FirstTenantAsync() => (await AskAsync("listTenants", "/v1/operator/tenants"))["items"]!.AsArray()
        .First(tenant => tenant!["slug"]!.GetValue<string>() == "first")!["id"]!.GetValue<string>();

    private async Task<JsonNode> AskAsync(
        string operation, string path, string? body = null, string mediaType = "application/json", int? status = null,
        bool isNew = false)
    {
        var route = world.Routes.First(route => route.Id == operation);
        (string, string)[] match = !isNew && (route.NeedsIfMatch || route.Method == "PUT") ? [("If-Match", "*")] : [];
        var reply = await world.SendAsync(route, path, route.IsAnonymous ? null : world.KeyFor(route), body, mediaType, match);
        Assert.True(status is { } wanted ? reply.Status == wanted : reply.Status < 300, $"{route}: {reply.Status} {reply.Text}");
        return reply.Json!;
    }

    private static JsonNode FirstOf(JsonNode page) => page["items"]![0]!;
}
