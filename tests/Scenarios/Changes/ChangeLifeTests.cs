using System.Net;
using System.Text.Json;
using ItsmServerless.Tests.Scenarios.Approvals;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Changes;

public sealed class ChangeLifeTests(ApprovalRig rig) : IClassFixture<ApprovalRig>
{
    private static int _templates;
    private int _services;

    [Fact]
    public async Task Change_FromDraftToClose_TellsItsLife()
    {
        var change = await Standard("sw-life");
        Assert.Matches("^CHG-[0-9]{6}$", change.GetProperty("number").GetString());
        Assert.Equal("approved", (await Act(change, "submit")).GetProperty("state").GetString());
        await Act(change, "schedule");
        await Act(change, "start");
        await Act(change, "complete", new { outcome = "rolled_back", note = "Wrong cable" });
        await Act(change, "review", new { note = "Buy the right one" });
        var closed = await Act(change, "close");
        Assert.Equal(("closed", "rolled_back"), (Text(closed, "state"), Text(closed, "outcome")));

        var timeline = await rig.Admin.Get($"/v1/changes/{Text(change, "number")}/timeline");
        Assert.Equal(
            ["drafted", "submitted", "approved", "scheduled", "started", "completed", "reviewed", "closed"],
            timeline.Expect(HttpStatusCode.OK).GetProperty("items").EnumerateArray()
                .Select(shown => Text(shown, "type")["change.".Length..])
                .Except(["window_passed", "review_opened"])); // What the product does beside, in its own time.
    }

    [Fact]
    public async Task Change_WithoutAPolicy_IsNotSubmitted_AndSaysWhatIsMissing()
    {
        var change = await Draft(new { type = "normal", service = "unheard-of" });
        var submitted = await rig.Admin.Post($"/v1/changes/{Text(change, "id")}/submit", ifMatch: "*");
        submitted.Refused(HttpStatusCode.Conflict, "no_policy");
        Assert.Equal("draft", await rig.StateOf(change));
    }

    [Fact]
    public async Task Schedule_IntoAFreeze_NeedsAManagersReason()
    {
        var service = Service();
        var services = new[] { service };
        var freeze = new { name = "Quiet", from = "2026-12-01T00:00:00Z", until = "2026-12-02T00:00:00Z", services };
        (await rig.Admin.Send(HttpMethod.Put, $"/v1/freezes/{service}", freeze)).Expect(HttpStatusCode.OK);
        var change = await Standard("sw-frozen", service);
        await Act(change, "submit");

        var refused = await rig.Admin.Post($"/v1/changes/{Text(change, "id")}/schedule", ifMatch: "*");
        refused.Refused(HttpStatusCode.Conflict, "freeze");
        Assert.Contains(service, refused.Text, StringComparison.Ordinal);
        using var agent = await rig.KeyOf(rig.Person("agent"));
        var reason = new { @override = true, reason = "The roof leaks" };
        (await agent.Post($"/v1/changes/{Text(change, "id")}/schedule", reason, ifMatch: "*"))
            .Refused(HttpStatusCode.Forbidden, "forbidden");
        var scheduled = await Act(change, "schedule", reason);
        Assert.Equal("The roof leaks", Text(scheduled.GetProperty("override"), "reason"));
    }

    [Fact]
    public async Task Schedule_OverAnotherChangeOfTheSameItem_NamesIt()
    {
        var (first, second) = (await Standard("sw-shared"), await Standard("sw-shared"));
        await Act(first, "submit");
        await Act(first, "schedule");
        await Act(second, "submit");
        var refused = await rig.Admin.Post($"/v1/changes/{Text(second, "id")}/schedule", ifMatch: "*");
        refused.Refused(HttpStatusCode.Conflict, "schedule_conflict");
        Assert.Contains(Text(first, "number"), refused.Text, StringComparison.Ordinal);
        await Act(first, "cancel", new { reason = "Not needed" });
        await Act(second, "schedule");

        var calendar = await rig.Admin.Get("/v1/changes/calendar?from=2026-12-01T00:00:00Z&to=2026-12-02T00:00:00Z");
        var items = calendar.Expect(HttpStatusCode.OK).GetProperty("items").EnumerateArray();
        var numbers = items.Select(item => Text(item, "number")).ToList();
        Assert.Contains(Text(second, "number"), numbers);
        Assert.DoesNotContain(Text(first, "number"), numbers);
    }

    [Fact]
    public async Task List_ShowsWhatItsFiltersSay_AlsoWhatIsClosed()
    {
        var service = Service();
        var (open, cancelled) = (await Standard("a", service), await Standard("b", service));
        await rig.Advance(TimeSpan.FromSeconds(1));
        await Act(cancelled, "cancel", new { reason = "Not needed" });
        Assert.Equal([Text(cancelled, "id"), Text(open, "id")], await Ids($"service={service}"));
        Assert.Equal([Text(open, "id")], await Ids($"service={service}&state=open"));
        Assert.Equal([Text(cancelled, "id")], await Ids($"service={service}&state=cancelled"));
        Assert.Empty(await Ids($"service={service}&type=emergency"));
        (await rig.Admin.Get("/v1/changes?state=odd")).Refused(HttpStatusCode.BadRequest, "invalid_parameter");
        (await rig.Admin.Get($"/v1/changes/{Text(cancelled, "number")}")).Expect(HttpStatusCode.OK);
    }

    private async Task<string[]> Ids(string filter)
    {
        var page = (await rig.Admin.Get($"/v1/changes?{filter}")).Expect(HttpStatusCode.OK);
        return [.. page.GetProperty("items").EnumerateArray().Select(item => Text(item, "id"))];
    }

    private async Task<JsonElement> Standard(string item, string? service = null)
    {
        var template = $"switch-{Interlocked.Increment(ref _templates)}";
        await rig.PutTemplate(template);
        var configurationItems = new[] { item };
        return await Draft(
            new { type = "standard", template, service = service ?? Service(), configurationItems });
    }

    private async Task<JsonElement> Draft(object more)
    {
        var body = JsonSerializer.SerializeToNode(more)!.AsObject();
        body["title"] = "Replace a switch";
        body["risk"] = JsonSerializer.SerializeToNode(new { impact = "low", likelihood = "low" });
        body["plan"] = JsonSerializer.SerializeToNode(new { implementation = "a", backout = "b", test = "c" });
        var window = new { start = "2026-12-01T20:00:00Z", end = "2026-12-01T22:00:00Z" };
        body["window"] = JsonSerializer.SerializeToNode(window);
        return (await rig.Admin.Post("/v1/changes", body)).Expect(HttpStatusCode.Created);
    }

    private async Task<JsonElement> Act(JsonElement change, string action, object? body = null)
    {
        var answer = await rig.Admin.Post($"/v1/changes/{Text(change, "id")}/{action}", body, ifMatch: "*");
        return answer.Expect(HttpStatusCode.OK);
    }

    private string Service() => $"shop-{rig.Person("x").Split('@')[0]}-{Interlocked.Increment(ref _services)}";

    private static string Text(JsonElement json, string member) => json.GetProperty(member).GetString()!;
}
