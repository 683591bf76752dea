using System.Net;
using System.Text.Json;
using ItsmServerless.Tests.Scenarios.Intake;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Incidents;

/// <summary>Two incidents are one after all, or are not.</summary>
public sealed class MergeTests(MailRig rig) : IClassFixture<MailRig>
{
    [Fact]
    public async Task Merge_IsToldOnBoth_AndTakenBackOnBoth()
    {
        var (one, other) = (await Report(), await Report());
        await Act(one, "hold", new { reason = "awaiting_supplier" });
        var merged = await Act(one, "merge", new { into = other });
        Assert.Equal(("cancelled", other), (MailRig.Text(merged, "state"), MailRig.Text(merged, "mergedInto")));
        Assert.Equal(one, Assert.Single((await Read(other)).GetProperty("absorbed").EnumerateArray()).GetString());
        var unmerged = await Act(one, "unmerge");
        Assert.Equal(("on_hold", "awaiting_supplier", null), (MailRig.Text(unmerged, "state"),
            MailRig.Text(unmerged, "holdReason"), MailRig.Text(unmerged, "mergedInto")));
        Assert.Empty(unmerged.GetProperty("links").EnumerateArray());
        Assert.Empty((await Read(other)).GetProperty("absorbed").EnumerateArray());
        Assert.Equal(
            ["incident.reported", "incident.held", "incident.merged", "incident.unmerged"], await rig.Timeline(one));
        Assert.Equal(["incident.reported", "incident.absorbed", "incident.released"], await rig.Timeline(other));
    }

    [Fact]
    public async Task Merge_ByNumber_Twice_IsOnce()
    {
        var (one, other) = (await Report(), await Report());
        var into = MailRig.Text(await Read(other), "number");
        await Act(one, "merge", new { into });
        await Act(one, "merge", new { into });
        Assert.Equal(["incident.reported", "incident.absorbed"], await rig.Timeline(other));
    }

    [Fact]
    public async Task Merge_ThatMakesNoSense_IsRefused_AndChangesNothing()
    {
        var (one, other, done) = (await Report(), await Report(), await Report());
        await Act(done, "cancel", new { reason = "A toaster." });
        await Act(other, "merge", new { into = one });
        Refused(await Try(one, one), HttpStatusCode.UnprocessableEntity, "validation_failed");
        Refused(await Try(one, "INC-999999"), HttpStatusCode.UnprocessableEntity, "validation_failed");
        Refused(await Try(one, "inc_01JDAAAAAAAAAAAAAAAAAAAAAA"), HttpStatusCode.UnprocessableEntity,
            "validation_failed");
        Refused(await Try(one, done), HttpStatusCode.Conflict, "invalid_transition");
        Refused(await Try(done, one), HttpStatusCode.Conflict, "invalid_transition");
        Refused(await Try(one, other), HttpStatusCode.Conflict, "invalid_transition"); // It would be a circle.
        Refused(await rig.Admin.Post($"/v1/incidents/{one}/merge", new { into = done }), HttpStatusCode.PreconditionRequired,
            "precondition_required");
        Refused(await rig.Admin.Post($"/v1/incidents/{one}/unmerge", ifMatch: "*"), HttpStatusCode.Conflict,
            "invalid_transition");
        Assert.Equal(["incident.reported", "incident.absorbed"], await rig.Timeline(one));
    }

    [Fact]
    public async Task Requester_DoesNotMerge_AndSeesTheirsStill()
    {
        var ada = rig.Person("ada");
        var (one, other) = (await Report(ada), await Report());
        using var requester = await rig.As(ada);
        Refused(await requester.Post($"/v1/incidents/{one}/merge", new { into = other }, ifMatch: "*"),
            HttpStatusCode.Forbidden, "forbidden");
        await Act(one, "merge", new { into = other });
        (await requester.Get($"/v1/incidents/{one}")).Expect(HttpStatusCode.OK);
        (await requester.Get($"/v1/incidents/{other}")).Expect(HttpStatusCode.NotFound);
    }

    /// <summary>Any order that merges at once come in leaves no circle: mail goes on to an incident at work.</summary>
    [Fact]
    public async Task Merges_AtOnce_ThatWouldCloseACircle_LeaveOneAtWork()
    {
        string[] ring = [await Report(), await Report(), await Report()];
        await Task.WhenAll(Enumerable.Range(0, 3).Select(at => Try(ring[at], ring[(at + 1) % 3])));
        await rig.Quiet();
        var all = await Task.WhenAll(ring.Select(Read));
        Assert.Contains(all, incident => MailRig.Text(incident, "state") == "new");
        foreach (var incident in all)
            Assert.Equal(
                all.Where(each => MailRig.Text(each, "mergedInto") == MailRig.Text(incident, "id"))
                    .Select(each => MailRig.Text(each, "id")).Order(),
                incident.GetProperty("absorbed").EnumerateArray().Select(id => id.GetString()).Order());
    }

    /// <summary>Chains are followed; the requester of what was merged speaks to the desk, not to the other requester.
    /// </summary>
    [Fact]
    public async Task LateMail_ToWhatWasMerged_LandsOnTheOneThatGoesOn()
    {
        var (ada, bob) = (rig.Person("ada"), rig.Person("bob"));
        var one = MailRig.RecordOf(await rig.Deliver(MailRig.Mail(ada, rig.NewMessageId(), "It burns.")));
        var more = MailRig.AnswerTo((await rig.MailsTo(ada))[0]);
        var (between, last) = (await Report(), await Report(bob));
        await Act(one, "merge", new { into = between });
        await Act(between, "merge", new { into = last });
        var (toBob, grace) = ((await rig.MailsTo(bob)).Length, rig.Person("grace"));
        await Act(last, "assign", new { assignee = grace });
        var late = await rig.Deliver(MailRig.Mail(ada, rig.NewMessageId(), "Still burns.", more: more));
        Assert.Equal((last, "signed_address"), (MailRig.RecordOf(late), MailRig.Text(late, "reason")));
        var comment = Assert.Single(await rig.Items($"/v1/incidents/{last}/comments"));
        Assert.Equal(("Still burns.", "internal"), (MailRig.Text(comment, "body"), MailRig.Text(comment, "visibility")));
        Assert.Contains("Still burns.", MailRig.Text(Assert.Single(await rig.MailsTo(grace)), "text"));
        Assert.Equal(toBob, (await rig.MailsTo(bob)).Length);
        await Act(one, "unmerge");
        var own = await rig.Deliver(MailRig.Mail(ada, rig.NewMessageId(), "Mine again.", more: more));
        Assert.Equal(one, MailRig.RecordOf(own));
    }

    [Fact]
    public async Task Alert_OfWhatWasMerged_IsToldOnTheOneThatGoesOn()
    {
        var source = await rig.Admin.Post("/v1/intake-sources", new { name = "Monitor", format = "json" });
        var path = new Uri(source.Expect(HttpStatusCode.Created).GetProperty("url").GetString()!).AbsolutePath;
        var key = rig.NewMessageId();
        var one = MailRig.RecordOf(await Fire(path, key));
        var other = await Report();
        await Act(one, "merge", new { into = other });
        Assert.Equal(other, MailRig.RecordOf(await Fire(path, key)));
        Assert.Equal(["incident.reported", "incident.absorbed", "incident.recurred"], await rig.Timeline(other));
    }

    private async Task<JsonElement> Fire(string path, string key)
    {
        var sent = await rig.Server.Post(path, new { key, title = "Disk full", status = "firing" });
        await rig.Quiet();
        return await rig.Read($"/v1/intake/receipts/{MailRig.ReceiptIn(sent.Expect(HttpStatusCode.Accepted))}");
    }

    private async Task<string> Report(string? requester = null)
    {
        object body = requester is null
            ? new { title = "Printer on fire" }
            : new { title = "Printer on fire", requester = new { email = requester } };
        var reported = (await rig.Admin.Post("/v1/incidents", body)).Expect(HttpStatusCode.Created);
        await rig.Quiet();
        return MailRig.Text(reported, "id")!;
    }

    private async Task<JsonElement> Act(string incident, string action, object? body = null)
    {
        var done = await rig.Admin.Post($"/v1/incidents/{incident}/{action}", body, ifMatch: "*");
        await rig.Quiet();
        return done.Expect(HttpStatusCode.OK);
    }

    private Task<Approvals.Answer> Try(string incident, string into) =>
        rig.Admin.Post($"/v1/incidents/{incident}/merge", new { into }, ifMatch: "*");

    private Task<JsonElement> Read(string incident) => rig.Read($"/v1/incidents/{incident}");

    private static void Refused(Approvals.Answer answer, HttpStatusCode status, string code) =>
        Assert.Equal((status, code), (answer.Status, MailRig.Text(answer.Json, "code")));
}
