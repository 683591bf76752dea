using System.Net;
using System.Text.Json;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Incidents;

public sealed class ReportTests(DeskFixture desk) : IClassFixture<DeskFixture>
{
    private readonly IncidentApi _api = desk.Admin;

    [Fact]
    public async Task Report_AnswersTheIncident_WhereItIsReadAndItsVersion()
    {
        var answer = await _api.Post("/v1/incidents", new
        {
            title = "Printer on fire",
            description = "It burns.",
            impact = "high",
            urgency = "medium",
            requester = new { email = "Ada@Example.org", name = "Ada" },
            tags = new[] { "floor-2" },
            configurationItems = new[] { "prn-17" },
        });
        var incident = answer.Expect(HttpStatusCode.Created);
        Assert.Matches("^inc_[0-9A-HJKMNP-TV-Z]{26}$", Text(incident, "id"));
        Assert.Matches("^INC-[0-9]{6}$", Text(incident, "number"));
        Assert.Equal(("incident", "new"), (Text(incident, "practice"), Text(incident, "state")));
        Assert.Equal("P2", Text(incident, "priority"));
        Assert.Equal("ada@example.org", Text(incident.GetProperty("requester"), "email"));
        Assert.Equal("\"1\"", answer.Headers.ETag!.Tag);
        var read = await _api.Get(answer.Headers.Location!.ToString());
        Assert.Equal(incident.GetRawText(), read.Expect(HttpStatusCode.OK).GetRawText());
    }

    [Fact]
    public async Task Report_SentFiftyTimesAtOnceWithOneKey_IsOneIncidentAndOneAnswer()
    {
        var body = new { title = "Reported by a nervous client" };
        var sent = Enumerable.Range(0, 50).Select(_ => _api.Post("/v1/incidents", body, idempotencyKey: "nervous-1"));
        var done = (await Task.WhenAll(sent)).ToLookup(answer => answer.Status == HttpStatusCode.Created);
        Assert.All(done[false], answer => answer.Refused(HttpStatusCode.Conflict, "in_progress"));
        var answers = done[true].Select(answer => answer.Json.GetRawText());
        var only = JsonSerializer.Deserialize<JsonElement>(Assert.Single(answers.Distinct()));
        var listed = await _api.All("/v1/incidents");
        Assert.Single(listed, incident => Text(incident, "title") == body.title);
        Assert.Single(await _api.All($"/v1/incidents/{IncidentApi.IdOf(only)}/timeline"));
    }

    [Fact]
    public async Task Report_RepeatedAfterTheIncidentMovedOn_GivesTheFirstAnswer()
    {
        var body = new { title = "Reported, then worked on" };
        var first = (await _api.Post("/v1/incidents", body, "moved-on")).Expect(HttpStatusCode.Created);
        await _api.Act(first, "start");
        var again = (await _api.Post("/v1/incidents", body, "moved-on")).Expect(HttpStatusCode.Created);
        Assert.Equal(first.GetRawText(), again.GetRawText());
    }

    [Fact]
    public async Task Report_WithTheSameKeyAndAnotherBody_IsRefused()
    {
        await _api.Post("/v1/incidents", new { title = "First" }, "reused");
        var other = await _api.Post("/v1/incidents", new { title = "Second" }, "reused");
        other.Refused(HttpStatusCode.UnprocessableEntity, "idempotency_mismatch");
        Assert.DoesNotContain(await _api.All("/v1/incidents"), incident => Text(incident, "title") == "Second");
    }

    [Fact]
    public async Task Numbers_AreGivenOnce_AndLeadToTheIncident()
    {
        var titles = Enumerable.Range(0, 20).Select(n => $"Number {n}");
        var reported = await Task.WhenAll(titles.Select(title => _api.Report(new { title })));
        Assert.Equal(20, reported.Select(incident => Text(incident, "number")).Distinct().Count());
        var byNumber = (await _api.Get($"/v1/incidents/{Text(reported[7], "number")}")).Expect(HttpStatusCode.OK);
        Assert.Equal("Number 7", Text(byNumber, "title"));
    }

    [Theory]
    [InlineData("INC-999999")]
    [InlineData("inc_01JDAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("INC-1%27%20or%20true")]
    [InlineData("head")]
    public async Task Get_OfWhatIsNot_IsNotFound(string id) =>
        (await _api.Get($"/v1/incidents/{id}")).NotFound();

    [Fact]
    public async Task Report_OfFieldsOutOfRange_NamesEach()
    {
        var answer = await _api.Post("/v1/incidents", new { title = "", impact = "huge", assignee = "nobody" });
        answer.Invalid();
        var pointers = answer.Json.GetProperty("errors").EnumerateArray().Select(error => Text(error, "pointer"));
        Assert.Equal(["/title", "/impact", "/assignee"], pointers);
    }

    [Fact]
    public async Task Report_WithADescriptionOf256KiB_IsKeptWhole()
    {
        var text = new string('ü', 128 * 1024);
        var incident = await _api.Report(new { title = "A long story", description = text });
        var read = (await _api.Get($"/v1/incidents/{IncidentApi.IdOf(incident)}")).Expect(HttpStatusCode.OK);
        Assert.Equal(text, Text(read, "description"));
    }

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
