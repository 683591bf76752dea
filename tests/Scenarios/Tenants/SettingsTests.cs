using System.Net;
using System.Text;
using System.Text.Json;
using ItsmServerless.Incidents;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Tenants;
using ItsmServerless.Tests.Scenarios.Incidents;
using ItsmServerless.Tests.Scenarios.Intake;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Tenants;

/// <summary>What a tenant sets, and what it does to what is reported.</summary>
public sealed class SettingsTests(DeskFixture desk) : IClassFixture<DeskFixture>
{
    private const string Path = "/v1/settings";

    private static readonly object Calm = Matrix(["P3", "P3", "P4"], ["P3", "P4", "P5"], ["P5", "P5", "P5"]);
    private static readonly object Eager = Matrix(["P1", "P1", "P1"], ["P1", "P1", "P1"], ["P1", "P1", "P2"]);

    [Fact]
    public async Task BeforeTheFirstPut_TheDefaultIsShown_AndItsETagIsGoodForThePut()
    {
        using var api = await desk.TenantAsync();
        var none = await api.Get(Path);
        Assert.Equal((0, "P1 P2 P3 P2 P3 P4 P3 P4 P5"), Told(none.Expect(HttpStatusCode.OK)));
        var tag = none.Headers.ETag!.ToString();
        Assert.Equal((1, "P3 P3 P4 P3 P4 P5 P5 P5 P5"), Told(await PutAsync(api, Calm, tag)));
        (await api.Send(HttpMethod.Put, Path, Calm, ifMatch: tag))
            .Refused(HttpStatusCode.PreconditionFailed, "version_conflict");
        (await api.Send(HttpMethod.Put, Path, Calm)).Refused((HttpStatusCode)428, "precondition_required");
    }

    [Fact]
    public async Task EveryVersion_StaysReadable()
    {
        using var api = await desk.TenantAsync();
        await PutAsync(api, Calm);
        await PutAsync(api, Eager, "*");
        await PutAsync(api, new { }, "*");
        Assert.Equal((3, "P1 P2 P3 P2 P3 P4 P3 P4 P5"), Told((await api.Get(Path)).Expect(HttpStatusCode.OK)));
        Assert.Equal((1, "P3 P3 P4 P3 P4 P5 P5 P5 P5"), Told(await Version(1)));
        Assert.Equal((2, "P1 P1 P1 P1 P1 P1 P1 P1 P2"), Told(await Version(2)));
        Assert.Equal((0, "P1 P2 P3 P2 P3 P4 P3 P4 P5"), Told(await Version(0)));
        (await api.Get($"{Path}?version=4")).NotFound();
        (await api.Get($"{Path}?version=-1")).Refused(HttpStatusCode.BadRequest, "invalid_parameter");

        async Task<JsonElement> Version(int version) =>
            (await api.Get($"{Path}?version={version}")).Expect(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("/v1/mail-settings", """{"language":"de"}""", """{"language":"fr"}""", "language")]
    [InlineData("/v1/approval-policies/all", """{"oneTimeCode":"high_risk","stages":[$]}""", """{"stages":[$]}""", "oneTimeCode")]
    public async Task EveryVersion_OfWhatAdminsPut_StaysReadable(string path, string first, string second, string member)
    {
        using var api = await desk.TenantAsync();
        const string Stage = """{"name":"CAB","approvers":["ann@acme.example"],"quorum":{"kind":"any"},"timeout":"P3D"}""";
        await Put(first, null);
        await Put(second, "*");
        var now = (await api.Get(path)).Expect(HttpStatusCode.OK);
        Assert.Equal(now.GetRawText(), (await api.Get($"{path}?version=2")).Expect(HttpStatusCode.OK).GetRawText());
        var before = (await api.Get($"{path}?version=1")).Expect(HttpStatusCode.OK);
        Assert.Equal(1, before.GetProperty("version").GetInt32());
        Assert.Contains(before.GetProperty(member).GetString()!, first, StringComparison.Ordinal);
        (await api.Get($"{path}?version=3")).NotFound();
        (await api.Get($"{path}?version=0")).Refused(HttpStatusCode.BadRequest, "invalid_parameter");

        async Task Put(string body, string? ifMatch) => (await api.Send(
            HttpMethod.Put, path, JsonSerializer.Deserialize<JsonElement>(body.Replace("$", Stage, StringComparison.Ordinal)),
            ifMatch: ifMatch)).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task AMatrixThatRises_IsRefused_AndChangesNothing()
    {
        using var api = await desk.TenantAsync();
        var rises = Matrix(["P2", "P1", "P3"], ["P2", "P3", "P4"], ["P3", "P4", "P5"]);
        var refused = await api.Send(HttpMethod.Put, Path, rises);
        refused.Invalid();
        Assert.Equal(
            "/priorityMatrix/high/medium", refused.Json.GetProperty("errors")[0].GetProperty("pointer").GetString());
        Assert.Equal(0, Told((await api.Get(Path)).Json).Version);
    }

    [Fact]
    public async Task Agents_ReadWhatHolds_AndDoNotWriteIt()
    {
        using var agent = await desk.KeyAsync("agent");
        (await agent.Get(Path)).Expect(HttpStatusCode.OK);
        (await agent.Send(HttpMethod.Put, Path, Calm)).Forbidden();
    }

    [Fact]
    public async Task AnEdit_ComputesByTheNewestMatrix_AndNothingElseDoes()
    {
        using var api = await desk.TenantAsync();
        using var other = await desk.TenantAsync();
        var before = await api.Report(new { title = "Fire", impact = "high", urgency = "high" });
        await PutAsync(api, Calm);
        Assert.Equal("P1", await PriorityOf(api, before));
        var calm = await api.Report(new { title = "Fire", impact = "high", urgency = "high" });
        Assert.Equal("P3", await PriorityOf(api, calm));
        var theirs = await other.Report(new { title = "Fire", impact = "high", urgency = "high" });
        Assert.Equal("P1", await PriorityOf(other, theirs));

        await Edit(api, calm, new { title = "Still burning" });
        await PutAsync(api, Eager, "*");
        Assert.Equal("P3", await PriorityOf(api, calm));
        await Edit(api, calm, new { impact = "medium" });
        Assert.Equal("P1", await PriorityOf(api, calm));
    }

    [Fact]
    public async Task AnEditAmongMany_ComputesByTheTenantsMatrixToo()
    {
        using var api = await desk.TenantAsync();
        var incident = await api.Report(new { title = "Fire" });
        await PutAsync(api, Calm);
        var item = new { operation = "editIncident", id = IncidentApi.IdOf(incident), body = new { impact = "low" } };
        var bulk = (await api.Post("/v1/bulk", new { items = new[] { item } })).Expect(HttpStatusCode.Accepted);
        for (var tries = 0; tries < 60 && MailRig.Text(bulk, "state") == "running"; tries++)
        {
            await desk.AdvanceAsync(TimeSpan.FromSeconds(1));
            bulk = (await api.Get($"/v1/bulk/{IncidentApi.IdOf(bulk)}")).Expect(HttpStatusCode.OK);
        }
        Assert.Equal("P5", await PriorityOf(api, incident));
    }

    [Fact]
    public async Task MailsAndAlerts_HaveTheTenantsPriority_AndATrialSaysSo()
    {
        using var api = await desk.TenantAsync();
        using var other = await desk.TenantAsync();
        await PutAsync(api, Calm);
        var calm = await Arrive(api);
        Assert.Equal(["P3", "P4"], calm); // A critical alert is high and high, a mail medium and medium.
        Assert.Equal(["P1", "P3"], await Arrive(other));
        var tried = await api.Post("/v1/intake-rules/try", new { rules = Array.Empty<object>(), receipts = 2 });
        Assert.Equal(["P3", "P4"], tried.Expect(HttpStatusCode.OK).GetProperty("receipts").EnumerateArray()
            .Select(receipt => MailRig.Text(receipt.GetProperty("report"), "priority")).Order());
    }

    [Fact]
    public async Task AMatrixThatAnotherInstancePut_IsFeltWithinHalfAMinute()
    {
        using var api = await desk.TenantAsync();
        await api.Report(new { title = "Reads the matrix" });
        await PutElsewhereAsync(await NewestTenantAsync());
        Assert.Equal("P3", await PriorityOf(api, await api.Report(new { title = "Fire" })));
        await desk.AdvanceAsync(TimeSpan.FromSeconds(31));
        Assert.Equal("P5", await PriorityOf(api, await api.Report(new { title = "Fire" })));
    }

    private async Task<TenantId> NewestTenantAsync()
    {
        var tenants = await desk.Services.GetRequiredService<TenantDirectory>().List(new(200, null), default);
        return TenantId.From(tenants.Value.Items.MaxBy(tenant => (tenant.Slug.Length, tenant.Slug))!.Id.Value);
    }

    /// <summary>Everything is P5, and this instance does not hear of it.</summary>
    private Task PutElsewhereAsync(TenantId tenant)
    {
        var low = new PriorityRow(Priority.P5, Priority.P5, Priority.P5);
        return desk.Services.GetRequiredService<EventLog>().Execute<TenantSettings, TenantSettingsEvent>(
            CommandContext.Internal(tenant, CommandId.FromCause("test", tenant.Value), default), TenantSettings.Id,
            _ => new TenantSettingsPut(new PriorityMatrix(low, low, low)), default);
    }

    /// <summary>The priorities of an alert's and of a mail's incident.</summary>
    private async Task<IEnumerable<string?>> Arrive(IncidentApi api)
    {
        await Send("pagerduty", AlertRig.PagerDuty("disk", "trigger"), "application/json");
        await Send("mime", MailRig.Mail("ada@example.org", "m1@example.org", "It burns."), "message/rfc822");
        await desk.AdvanceAsync(TimeSpan.FromSeconds(1));
        return (await api.All("/v1/incidents")).Select(incident => MailRig.Text(incident, "priority")).Order();

        async Task Send(string format, string text, string type)
        {
            var source = (await api.Post("/v1/intake-sources", new { name = format, format })).Expect(HttpStatusCode.Created);
            var path = new Uri(MailRig.Text(source, "url")!).AbsolutePath;
            (await api.Post(path, new StringContent(text, Encoding.UTF8, type))).Expect(HttpStatusCode.Accepted);
        }
    }

    private static object Matrix(string[] high, string[] medium, string[] low)
    {
        return new { priorityMatrix = new { high = Row(high), medium = Row(medium), low = Row(low) } };

        static object Row(string[] cells) => new { high = cells[0], medium = cells[1], low = cells[2] };
    }

    private static (int Version, string Cells) Told(JsonElement settings)
    {
        string[] levels = ["high", "medium", "low"];
        var matrix = settings.GetProperty("priorityMatrix");
        var cells = levels.SelectMany(impact => levels.Select(urgency => MailRig.Text(matrix.GetProperty(impact), urgency)));
        return (settings.GetProperty("version").GetInt32(), string.Join(' ', cells));
    }

    private static async Task<JsonElement> PutAsync(IncidentApi api, object settings, string? ifMatch = null) =>
        (await api.Send(HttpMethod.Put, Path, settings, ifMatch: ifMatch)).Expect(HttpStatusCode.OK);

    private static async Task Edit(IncidentApi api, JsonElement incident, object body) =>
        (await api.Send(HttpMethod.Patch, $"/v1/incidents/{IncidentApi.IdOf(incident)}", body, ifMatch: "*"))
            .Expect(HttpStatusCode.OK);

    private static async Task<string?> PriorityOf(IncidentApi api, JsonElement incident) => MailRig.Text(
        (await api.Get($"/v1/incidents/{IncidentApi.IdOf(incident)}")).Expect(HttpStatusCode.OK), "priority");
}
