using System.Net;
using System.Text.Json;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Incidents;

public sealed class LifeTests(DeskFixture desk) : IClassFixture<DeskFixture>
{
    private readonly IncidentApi _api = desk.Admin;

    [Fact]
    public async Task Incident_FromReportToClose_TellsItsLifeInAChainThatAnAuditorCanCheck()
    {
        var incident = await _api.Report(new { title = "Ünïcode \"quoted\" \\ \u2028 🔥", description = "a\tb\nc" });
        await _api.Act(incident, "assign", new { group = "network" });
        await _api.Act(incident, "start");
        await _api.Act(incident, "hold", new { reason = "awaiting_supplier", note = "Part ordered" });
        await _api.Act(incident, "resume");
        await Comment(incident, "Replaced.", "public");
        await _api.Act(incident, "resolve", new { code = "fixed", note = "New fuser" });
        await _api.Act(incident, "reopen", new { reason = "Smokes" });
        await _api.Act(incident, "resolve", new { code = "fixed", note = "New printer" });
        var closed = await _api.Act(incident, "close");
        Assert.Equal("closed", closed.GetProperty("state").GetString());
        Assert.Equal("New printer", closed.GetProperty("resolution").GetProperty("note").GetString());

        var timeline = await _api.All(Path(incident, "timeline"), limit: 3);
        HashChain.Verify(timeline);
        string[] types =
        [
            "reported", "assigned", "started", "held", "resumed", "commented", "resolved", "reopened", "resolved",
            "closed",
        ];
        var shown = timeline.Select(entry => entry.GetProperty("type").GetString());
        Assert.Equal(types.Select(type => "incident." + type), shown);
    }

    [Theory]
    [InlineData("close", "new", "closed")]
    [InlineData("resume", "new", "in_progress")]
    public async Task Move_ThatTheChartDoesNotHave_IsRefusedNamingBothStates(string action, string from, string to)
    {
        var incident = await _api.Report(new { title = "Not so fast" });
        var answer = await _api.Post(Path(incident, action), ifMatch: "*");
        answer.Refused(HttpStatusCode.Conflict, "invalid_transition");
        Assert.Contains(from, answer.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Contains(to, answer.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Single(await _api.All(Path(incident, "timeline")));
    }

    [Fact]
    public async Task Change_WithoutTheVersionItWasSeenIn_IsRefused()
    {
        var incident = await _api.Report(new { title = "Two agents, one incident" });
        var path = Path(incident, "start");
        (await _api.Post(path)).Refused((HttpStatusCode)428, "precondition_required");
        (await _api.Post(path, ifMatch: "\"7\"")).Refused(HttpStatusCode.PreconditionFailed, "version_conflict");
        var started = await _api.Post(path, ifMatch: "\"1\"");
        Assert.Equal(2, started.Expect(HttpStatusCode.OK).GetProperty("version").GetInt32());
        (await _api.Post(Path(incident, "hold"), new { reason = "awaiting_change" }, ifMatch: "\"1\""))
            .Refused(HttpStatusCode.PreconditionFailed, "version_conflict");
    }

    [Fact]
    public async Task Patch_MergesAndRecomputesThePriority()
    {
        var incident = await _api.Report(new { title = "Slow", category = "network", tags = new[] { "a", "b" } });
        var patched = (await Patch(incident, """{"category":null,"impact":"high","urgency":"high","tags":["c"]}"""))
            .Expect(HttpStatusCode.OK);
        Assert.Equal("P1", patched.GetProperty("priority").GetString());
        Assert.Null(patched.GetProperty("category").GetString());
        Assert.Equal("""["c"]""", patched.GetProperty("tags").GetRawText());
        var edited = (await _api.All(Path(incident, "timeline")))[1].GetProperty("data");
        Assert.Equal(
            ["category", "impact", "priority", "tags", "urgency"],
            edited.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal));
        HashChain.Verify(await _api.All(Path(incident, "timeline")));
    }

    [Fact]
    public async Task Patch_OfWhatIsNoMember_IsRefused()
    {
        var incident = await _api.Report(new { title = "No way round the state chart" });
        (await Patch(incident, """{"state":"closed"}""")).Refused(HttpStatusCode.BadRequest, "unknown_field");
        (await Patch(incident, """{"title":null}""")).Invalid();
    }

    [Fact]
    public async Task Comment_RepeatedWithItsKey_IsOneComment()
    {
        var incident = await _api.Report(new { title = "Said once" });
        var body = new { body = "Are you there?", visibility = "public" };
        var first = (await _api.Post(Path(incident, "comments"), body, "said-once")).Expect(HttpStatusCode.Created);
        var again = (await _api.Post(Path(incident, "comments"), body, "said-once")).Expect(HttpStatusCode.Created);
        Assert.Equal(first.GetRawText(), again.GetRawText());
        var only = Assert.Single(await _api.All(Path(incident, "comments")));
        Assert.Equal(first.GetRawText(), only.GetRawText());
    }

    [Fact]
    public async Task Comments_OfManyAtOnce_AreAllKept_AndTheListShowsTheIncidentOnce()
    {
        var incident = await _api.Report(new { title = "Everybody talks at once" });
        var said = await Task.WhenAll(Enumerable.Range(0, 12).Select(n => Comment(incident, $"No. {n}", "public")));
        Assert.Equal(12, (await _api.All(Path(incident, "comments"), limit: 5)).Count);
        HashChain.Verify(await _api.All(Path(incident, "timeline")));
        var listed = await _api.All("/v1/incidents?state=open");
        var only = Assert.Single(listed, shown => IncidentApi.IdOf(shown) == IncidentApi.IdOf(incident));
        Assert.Equal(said.Length + 1, only.GetProperty("version").GetInt32());
    }

    [Fact]
    public async Task Link_LeadsToWhatExistsInTheTenant()
    {
        var incident = await _api.Report(new { title = "Effect" });
        var cause = await _api.Report(new { title = "Cause" });
        var body = new { to = IncidentApi.IdOf(cause), kind = "caused_by" };
        (await _api.Post(Path(incident, "links"), body)).Expect(HttpStatusCode.Created);
        var read = (await _api.Get(Path(incident, ""))).Expect(HttpStatusCode.OK);
        Assert.Equal(body.to, Assert.Single(read.GetProperty("links").EnumerateArray()).GetProperty("to").GetString());
        var nowhere = body with { to = "inc_01JDAAAAAAAAAAAAAAAAAAAAAA" };
        (await _api.Post(Path(incident, "links"), nowhere)).Invalid();
    }

    private async Task<JsonElement> Comment(JsonElement incident, string body, string visibility) =>
        (await _api.Post(Path(incident, "comments"), new { body, visibility })).Expect(HttpStatusCode.Created);

    private Task<Answer> Patch(JsonElement incident, string json)
    {
        var patch = new StringContent(json, null, "application/merge-patch+json");
        return _api.Send(HttpMethod.Patch, Path(incident, ""), patch, ifMatch: "*");
    }

    private static string Path(JsonElement incident, string part) =>
        $"/v1/incidents/{IncidentApi.IdOf(incident)}{(part.Length == 0 ? "" : "/" + part)}";
}
