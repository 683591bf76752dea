using System.Net;
using System.Text.Json;
using ItsmServerless.Tests.Scenarios.Approvals;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Changes;

/// <summary>After the window: what a change caused, what was learned, how often changes succeed.</summary>
public sealed class ReviewTests(ApprovalRig rig) : IClassFixture<ApprovalRig>
{
    [Fact]
    public async Task Review_ProposesTheIncidentsAfterwards_WithTheClocksTheyBroke_AndLinksWhatIsAccepted()
    {
        using var desk = await ChangeWriter.In(rig);
        await Agree(desk);
        var change = await Ended(desk, new { configurationItems = new[] { "srv-1" } }, "failed");
        var caused = await Report(desk, "SRV-1");
        await Report(desk, "srv-2");
        await rig.Advance(TimeSpan.FromHours(5));
        await rig.Advance(TimeSpan.FromDays(3));
        await Report(desk, "srv-1");

        var review = await Review(desk, change);
        var proposed = Assert.Single(review.GetProperty("incidents").EnumerateArray());
        Assert.Equal(caused, ApprovalRig.Id(proposed));
        Assert.False(proposed.GetProperty("linked").GetBoolean());
        var broken = Assert.Single(review.GetProperty("breachedClocks").EnumerateArray());
        Assert.Equal("resolution", broken.GetProperty("metric").GetString());
        Assert.Equal("failed", review.GetProperty("outcome").GetString());
        Assert.NotNull(review.GetProperty("completedAt").GetString());

        await desk.Act(change, "review", new { note = "Test it first", incidents = new[] { caused } });
        await rig.Quiet();
        Assert.True(Assert.Single((await Review(desk, change)).GetProperty("incidents").EnumerateArray()).GetProperty("linked").GetBoolean());
        var incident = (await desk.Admin.Get($"/v1/incidents/{caused}")).Expect(HttpStatusCode.OK);
        var link = Assert.Single(incident.GetProperty("links").EnumerateArray());
        Assert.Equal((ApprovalRig.Id(change), "caused_by"), (link.GetProperty("to").GetString()!, link.GetProperty("kind").GetString()));
    }

    [Fact]
    public async Task Incident_ThatIsLinkedByHand_IsInTheReview()
    {
        using var desk = await ChangeWriter.In(rig);
        var change = await Ended(desk, new { }, "successful");
        var incident = await Report(desk, "elsewhere");
        var link = new { to = ApprovalRig.Id(change), kind = "related" };
        (await desk.Admin.Post($"/v1/incidents/{incident}/links", link)).Expect(HttpStatusCode.Created);
        await rig.Quiet();
        Assert.Equal(incident, ApprovalRig.Id(Assert.Single((await Review(desk, change)).GetProperty("incidents").EnumerateArray())));
    }

    [Fact]
    public async Task Review_OfAnIncidentThatIsNotThere_Is422()
    {
        using var desk = await ChangeWriter.In(rig);
        var change = await Ended(desk, new { }, "successful");
        var body = new { note = "Bad", incidents = new[] { "inc_01JDAAAAAAAAAAAAAAAAAAAAAA" } };
        (await desk.Admin.Post($"{ChangeWriter.Path(change)}/review", body, ifMatch: "*"))
            .Refused(HttpStatusCode.UnprocessableEntity, "validation_failed");
        Assert.Empty((await desk.Read(change)).GetProperty("reviews").EnumerateArray());
    }

    [Fact]
    public async Task SuccessRates_AreOfWhatEndedInTheTime()
    {
        using var desk = await ChangeWriter.In(rig);
        var from = rig.Now;
        await desk.Put("/v1/groups/net", new { name = "Network", members = new[] { "olga@acme.example" } });
        await desk.Act(await Ended(desk, new { owner = "olga@acme.example" }, "successful"), "close");
        await Ended(desk, new { owner = "olga@acme.example" }, "rolled_back");
        await rig.Advance(TimeSpan.FromMinutes(1));
        var rates = await desk.Admin.Get($"/v1/changes/success-rates?from={Text(from)}&to={Text(rig.Now)}");
        Assert.Equal(
            """[{"group":"net","counts":{"ended":2,"successful":1,"failed":0,"rolledBack":1,"successRate":0.5}}]""",
            rates.Expect(HttpStatusCode.OK).GetProperty("byTeam").GetRawText());
        var later = await desk.Admin.Get($"/v1/changes/success-rates?from={Text(rig.Now)}&to={Text(rig.Now.AddDays(1))}");
        Assert.Equal(0, later.Json.GetProperty("all").GetProperty("ended").GetInt32());
        (await desk.Admin.Get("/v1/changes/success-rates")).Refused(HttpStatusCode.BadRequest, "invalid_parameter");
    }

    private static async Task Agree(ChangeWriter desk)
    {
        await desk.Put("/v1/calendars/always", new { timeZone = "UTC" });
        var targets = new[] { new { metric = "resolution", within = "PT4H" } };
        await desk.Put("/v1/agreements/gold", new { kind = "sla", calendar = "always", targets });
    }

    private static async Task<string> Report(ChangeWriter desk, string item)
    {
        var body = new { title = "It is down", configurationItems = new[] { item } };
        return ApprovalRig.Id((await desk.Admin.Post("/v1/incidents", body)).Expect(HttpStatusCode.Created));
    }

    /// <summary>A change with a window of its own, so that it is in nobody's way.</summary>
    private async Task<JsonElement> Ended(ChangeWriter desk, object more, string outcome)
    {
        await rig.Advance(TimeSpan.FromMinutes(1));
        var body = JsonSerializer.SerializeToNode(more)!.AsObject();
        body["window"] = JsonSerializer.SerializeToNode(new { start = Text(rig.Now), end = Text(rig.Now.AddMinutes(1)) });
        var change = await desk.Approved(body);
        foreach (var action in new[] { "schedule", "start" }) await desk.Act(change, action);
        return await desk.Act(change, "complete", new { outcome, note = "So it went" });
    }

    private static async Task<JsonElement> Review(ChangeWriter desk, JsonElement change) =>
        (await desk.Admin.Get($"{ChangeWriter.Path(change)}/review")).Expect(HttpStatusCode.OK);

    private static string Text(DateTimeOffset at) => at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", null);
}
