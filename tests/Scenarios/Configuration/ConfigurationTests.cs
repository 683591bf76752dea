using System.Net;
using System.Text.Json;
using ItsmServerless.Configuration;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Tenants;
using ItsmServerless.Tests.Scenarios.Incidents;
using ItsmServerless.Tests.Scenarios.ServiceLevels;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Configuration;

/// <summary>Services and configuration items over HTTP.</summary>
public sealed class ConfigurationTests(DeskFixture desk) : IClassFixture<DeskFixture>
{
    [Fact]
    public async Task Service_IsPut_Read_Listed_AndDeleted()
    {
        using var api = await desk.TenantAsync();
        var made = (await api.Put("/v1/services/mail", new { name = "Mail", owner = "olga@acme.example" })).Expect(HttpStatusCode.OK);
        Assert.Equal(1, made.GetProperty("version").GetInt32());
        (await api.Put("/v1/services/mail", new { name = "E-mail" })).Refused(HttpStatusCode.PreconditionRequired, "precondition_required");
        (await api.Put("/v1/services/mail", new { name = "E-mail" }, "\"1\"")).Expect(HttpStatusCode.OK);
        Assert.Equal("Mail", (await api.Get("/v1/services/mail?version=1")).Expect(HttpStatusCode.OK).Text("name"));
        Assert.Single(await api.All("/v1/services"));
        await Item(api, "srv-1", service: "mail");
        (await Delete(api, "/v1/services/mail")).Refused(HttpStatusCode.Conflict, "in_use");
        await Item(api, "srv-1", ifMatch: "*");
        Assert.Equal(HttpStatusCode.NoContent, (await Delete(api, "/v1/services/mail")).Status);
        (await api.Get("/v1/services/mail")).NotFound();
        Assert.Empty(await api.All("/v1/services"));
    }

    [Fact]
    public async Task Related_GoesUpAndDown_AsFarAsAsked()
    {
        using var api = await desk.TenantAsync();
        await Stack(api);
        Assert.Equal(["up mail 1", "down sw 1"], await Related(api, "srv"));
        Assert.Equal(["up srv 1", "up mail 2", "down ups 1"], await Related(api, "sw", depth: 2));
        Assert.Equal(["down srv 1", "down sw 2", "down ups 3"], await Related(api, "mail", depth: 10));
        (await api.Get("/v1/configuration-items/mail/related?depth=11")).Refused(HttpStatusCode.BadRequest, "invalid_parameter");
        (await api.Get("/v1/configuration-items/none/related")).NotFound();
    }

    [Fact]
    public async Task ACycle_IsRefused_NamingIt()
    {
        using var api = await desk.TenantAsync();
        await Stack(api);
        var refused = await api.Put("/v1/configuration-items/ups", new { name = "ups", kind = "ups", dependsOn = new[] { "mail" } }, "*");
        refused.Invalid();
        var error = refused.Json.GetProperty("errors")[0];
        Assert.Equal(("/dependsOn", "cycle"), (error.Text("pointer"), error.Text("code")));
        Assert.EndsWith("ups → mail → srv → sw → ups.", error.Text("detail"), StringComparison.Ordinal);
        (await api.Put("/v1/configuration-items/self", new { name = "self", kind = "x", dependsOn = new[] { "self" } })).Invalid();
        (await api.Put("/v1/configuration-items/new", new { name = "new", kind = "x", dependsOn = new[] { "none" } })).Invalid();
    }

    [Fact]
    public async Task Item_OnWhichOthersDepend_StaysUntilTheyAreGone()
    {
        using var api = await desk.TenantAsync();
        await Stack(api);
        (await Delete(api, "/v1/configuration-items/srv")).Refused(HttpStatusCode.Conflict, "in_use");
        Assert.Equal(HttpStatusCode.NoContent, (await Delete(api, "/v1/configuration-items/mail")).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await Delete(api, "/v1/configuration-items/srv")).Status);
        Assert.Equal(["sw", "ups"], (await api.All("/v1/configuration-items")).Select(item => item.Text("key")));
    }

    [Fact]
    public async Task AnEdit_WithoutAChange_IsListedForTheAuditor_AlsoWhenTheItemIsGone()
    {
        await Item(desk.Admin, "db-1", os: "1");
        await desk.AdvanceAsync(TimeSpan.FromHours(1));
        var edited = await Item(desk.Admin, "db-1", os: "2", ifMatch: "*");
        Assert.Equal(JsonValueKind.False, edited.GetProperty("authorized").ValueKind);
        await desk.AdvanceAsync(TimeSpan.FromHours(1));
        await Delete(desk.Admin, "/v1/configuration-items/db-1");
        using var auditor = await desk.KeyAsync("auditor");
        var listed = await auditor.All("/v1/configuration-items/unauthorized-changes");
        Assert.Equal(["db-1 deleted", "db-1 attributes"], listed.Select(Told));
        var at = listed[1].Text("at");
        Assert.Equal(["db-1 attributes"], (await auditor.All($"/v1/configuration-items/unauthorized-changes?to={listed[0].Text("at")}")).Select(Told));
        Assert.Equal(2, (await auditor.All($"/v1/configuration-items/unauthorized-changes?from={at}")).Count);
        Assert.Empty(await auditor.All($"/v1/configuration-items/unauthorized-changes?to={at}"));
        (await auditor.Put("/v1/configuration-items/db-2", new { name = "db", kind = "db" })).Forbidden();
    }

    [Fact]
    public async Task AnEdit_ByAChangeThatIsBeingMade_IsAuthorized()
    {
        using var api = await desk.TenantAsync();
        await Item(api, "sw-1", os: "1");
        var change = await Scheduled(api, "sw-1");
        var number = change.Text("number");
        (await api.Put("/v1/configuration-items/sw-1", Body("sw-1", os: "2", change: number), "*")).Invalid();
        (await api.Post($"/v1/changes/{number}/start", ifMatch: "*")).Expect(HttpStatusCode.OK);
        var edited = (await api.Put("/v1/configuration-items/sw-1", Body("sw-1", os: "2", change: number), "*")).Expect(HttpStatusCode.OK);
        Assert.Equal((number, JsonValueKind.True), (edited.Text("change"), edited.GetProperty("authorized").ValueKind));
        (await api.Send(HttpMethod.Delete, "/v1/configuration-items/sw-1?change=CHG-009999", ifMatch: "*")).Invalid();
        Assert.Equal(
            HttpStatusCode.NoContent,
            (await api.Send(HttpMethod.Delete, $"/v1/configuration-items/sw-1?change={number}", ifMatch: "*")).Status);
        Assert.Empty(await api.All("/v1/configuration-items/unauthorized-changes"));
    }

    [Fact]
    public async Task ServiceMap_TellsOthersTheOwner_AndWhatIsRelated()
    {
        (await desk.Admin.Put("/v1/services/mail", new { name = "Mail", owner = "olga@acme.example" })).Expect(HttpStatusCode.OK);
        await Stack(desk.Admin);
        var map = desk.Services.GetRequiredService<ServiceMap>();
        var tenant = await Tenant();
        Assert.Equal("olga@acme.example", (await map.OwnerOf(tenant, "MAIL", default))?.Value);
        Assert.Null(await map.OwnerOf(tenant, "no such / service", default));
        Assert.Equal(["mail", "srv", "sw"], (await map.Related(tenant, ["SRV"], 1, default)).Select(key => key.ToLowerInvariant()).Order());
        Assert.Equal(["a laptop"], await map.Related(tenant, ["a laptop"], 3, default));
    }

    /// <summary>mail → srv → sw → ups.</summary>
    private static async Task Stack(IncidentApi api)
    {
        await Item(api, "ups");
        await Item(api, "sw", dependsOn: "ups");
        await Item(api, "srv", dependsOn: "sw");
        await Item(api, "mail", dependsOn: "srv");
    }

    private static async Task<JsonElement> Item(
        IncidentApi api, string key, string? dependsOn = null, string? service = null, string? os = null, string? ifMatch = null) =>
        (await api.Put($"/v1/configuration-items/{key}", Body(key, dependsOn, service, os), ifMatch)).Expect(HttpStatusCode.OK);

    private static object Body(
        string key, string? dependsOn = null, string? service = null, string? os = null, string? change = null) => new
        {
            name = key,
            kind = "server",
            service,
            dependsOn = dependsOn is null ? [] : new[] { dependsOn },
            attributes = new { os = os ?? "" },
            change,
        };

    private static async Task<List<string>> Related(IncidentApi api, string key, int depth = 1) =>
    [
        .. (await api.Get($"/v1/configuration-items/{key}/related?depth={depth}")).Expect(HttpStatusCode.OK)
            .GetProperty("items").EnumerateArray()
            .Select(item => $"{item.Text("direction")} {item.Text("key")} {item.GetProperty("depth")}"),
    ];

    private static async Task<JsonElement> Scheduled(IncidentApi api, string item)
    {
        var risk = new { impact = "low", likelihood = "low" };
        var plan = new { implementation = "a", backout = "b", test = "c" };
        (await api.Put("/v1/change-templates/patch", new { title = "Patch", risk, plan })).Expect(HttpStatusCode.OK);
        var window = new { start = "2040-01-01T00:00:00Z", end = "2040-01-01T01:00:00Z" };
        var body = new { title = "Patch", type = "standard", template = "patch", window, configurationItems = new[] { item } };
        var change = (await api.Post("/v1/changes", body)).Expect(HttpStatusCode.Created);
        (await api.Post($"/v1/changes/{change.Text("id")}/submit", ifMatch: "*")).Expect(HttpStatusCode.OK);
        return (await api.Post($"/v1/changes/{change.Text("id")}/schedule", new { }, ifMatch: "*")).Expect(HttpStatusCode.OK);
    }

    private static Task<Answer> Delete(IncidentApi api, string path) => api.Send(HttpMethod.Delete, path, ifMatch: "*");

    private static string Told(JsonElement change) =>
        $"{change.Text("item")} {string.Join(' ', change.GetProperty("changed").EnumerateArray().Select(word => word.GetString()))}";

    /// <summary>The first tenant, which no route tells its own id.</summary>
    private async Task<TenantId> Tenant()
    {
        var tenants = await desk.Services.GetRequiredService<TenantDirectory>().List(new(200, null), default);
        return TenantId.From(tenants.Value.Items.Single(tenant => tenant.Slug == "tenant-1").Id.Value);
    }
}
