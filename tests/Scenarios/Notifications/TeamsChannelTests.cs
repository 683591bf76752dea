using System.Net;
using System.Text;
using ItsmServerless.Tests.Scenarios.Incidents;
using ItsmServerless.Tests.Scenarios.ServiceLevels;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Notifications;

/// <summary>Teams channels over HTTP, and who may refer to them.</summary>
public sealed class TeamsChannelTests(DeskFixture desk) : IClassFixture<DeskFixture>
{
    private const string Url = "https://prod-1.westeurope.logic.azure.com/workflows/w?sig=top-secret";
    private const string Place = "/v1/teams-channels/ops";

    private static readonly object Body = new { name = "Operations", url = Url };

    [Fact]
    public async Task Address_IsNeverShownAgain()
    {
        using var api = await desk.TenantAsync();
        var answers = new[] { await api.Put(Place, Body), await api.Get(Place), await api.Get("/v1/teams-channels") };
        Assert.Equal("https://prod-1.westeurope.logic.azure.com/…", answers[1].Expect(HttpStatusCode.OK).Text("url"));
        Assert.All(answers, answer => Assert.DoesNotContain("secret", Encoding.UTF8.GetString(answer.Bytes), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Channel_IsReplacedByVersion_AndEnds()
    {
        using var api = await desk.TenantAsync();
        (await api.Put(Place, Body)).Expect(HttpStatusCode.OK);
        (await api.Put(Place, Body)).Refused(HttpStatusCode.PreconditionRequired, "precondition_required");
        Assert.Equal(2, (await api.Put(Place, Body, "\"1\"")).Expect(HttpStatusCode.OK).GetProperty("version").GetInt32());
        (await api.Send(HttpMethod.Delete, Place)).Refused(HttpStatusCode.PreconditionRequired, "precondition_required");
        Assert.Equal(HttpStatusCode.NoContent, (await api.Send(HttpMethod.Delete, Place, ifMatch: "\"2\"")).Status);
        (await api.Send(HttpMethod.Delete, Place, ifMatch: "*")).NotFound();
        (await api.Get(Place)).NotFound();
        Assert.Empty(await api.All("/v1/teams-channels"));
        (await api.Send(HttpMethod.Delete, "/v1/teams-channels/never")).NotFound();
        (await api.Put(Place, Body)).Expect(HttpStatusCode.OK);
        (await api.Get(Place)).Expect(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("https://evil.example/workflows/w")]
    [InlineData("http://127.0.0.1:10002/devstoreaccount1")]
    [InlineData("https://169.254.169.254/metadata/instance")]
    public async Task Address_ThatIsNoWorkflow_IsRefused(string url)
    {
        using var api = await desk.TenantAsync();
        var refused = await api.Put(Place, new { name = "Operations", url });
        refused.Invalid();
        Assert.Equal("/url", refused.Json.GetProperty("errors")[0].Text("pointer"));
        (await api.Get(Place)).NotFound();
    }

    [Theory]
    [InlineData("/v1/people/ada@desk.example", """{"name":"Ada","teams":"gone"}""", "/teams")]
    [InlineData("/v1/groups/net", """{"name":"Net","members":[],"teams":"gone"}""", "/teams")]
    [InlineData("/v1/agreements/gold", """
        {"kind":"sla","calendar":"always","targets":[{"metric":"resolution","within":"PT4H"}],
         "escalations":[{"metric":"resolution","at":1,"notify":["teams:gone"]}]}
        """, "/escalations/0/notify/0")]
    public async Task Reference_ToAChannelThatIsNotThere_IsRefused(string place, string body, string pointer)
    {
        using var api = await desk.TenantAsync();
        (await api.Put("/v1/calendars/always", new { timeZone = "UTC" })).Expect(HttpStatusCode.OK);
        var refused = await api.Put(place, new StringContent(body, Encoding.UTF8, "application/json"));
        refused.Invalid();
        var error = refused.Json.GetProperty("errors")[0];
        Assert.Equal((pointer, "unknown_channel"), (error.Text("pointer"), error.Text("code")));
        (await api.Get(place)).NotFound();
    }

    [Theory]
    [InlineData("manager")]
    [InlineData("agent")]
    public async Task Channels_AreTheAdminsAlone(string role)
    {
        using var caller = await desk.KeyAsync(role);
        (await caller.Put("/v1/teams-channels/mine", Body)).Forbidden();
        (await caller.Get("/v1/teams-channels")).Forbidden();
    }

    [Fact]
    public async Task Channel_OfAnotherTenant_IsNotThere()
    {
        using var api = await desk.TenantAsync();
        using var other = await desk.TenantAsync();
        (await api.Put(Place, Body)).Expect(HttpStatusCode.OK);
        (await other.Get(Place)).NotFound();
        (await other.Send(HttpMethod.Delete, Place)).NotFound();
        (await api.Get(Place)).Expect(HttpStatusCode.OK);
    }
}
