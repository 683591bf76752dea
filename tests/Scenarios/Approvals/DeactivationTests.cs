using System.Net;
using System.Text;
using System.Text.Json;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Approvals;

/// <summary>An approver is deactivated, by the directory or by hand, while a question is open.</summary>
public sealed class DeactivationTests(ApprovalRig rig) : IClassFixture<ApprovalRig>
{
    [Theory]
    [InlineData("PATCH", """{"op":"Replace","path":"active","value":"False"}""")]
    [InlineData("PATCH", """{"op":"replace","value":{"active":false}}""")]
    [InlineData("DELETE", null)]
    [InlineData("PUT", null)]
    public async Task DelegateIsAsked_DecidesByLink_AndTheOldLinkIsVoid(string method, string? operation)
    {
        var (ann, bob, dan) = (rig.Person("ann"), rig.Person("bob"), rig.Person("dan"));
        var change = await rig.Submit([ApprovalRig.Stage("all", ann, bob)]);
        await rig.Enter(ann, Entry(dan));
        var (old, bobs) = (await rig.PageOf(ann), await rig.PageOf(bob));
        var form = await old.Form("approve");
        await Deactivate(ann, dan, method, operation);
        IsVoid(await old.Send(form)); // At once, whether the approval has heard of it or not.
        await rig.Quiet();

        IsVoid(await old.Open());
        IsVoid(await old.Send(form));
        Assert.Single(await rig.Mails(ann));
        var asked = Assert.Single(await rig.Mails(dan)).GetProperty("text").GetString();
        Assert.Contains(ann, asked, StringComparison.Ordinal);
        Assert.Equal(
            [(ann, "void", "inactive", dan), (bob, "pending", null, null), (dan, "pending", null, null)],
            await Ballots(change));
        Assert.Equal(HttpStatusCode.OK, (await bobs.Decide("approve")).Status);
        await rig.Quiet();
        Assert.Equal("awaiting_approval", await rig.StateOf(change));
        Assert.Equal(HttpStatusCode.OK, (await (await rig.PageOf(dan)).Decide("approve")).Status);
        await rig.Quiet();
        Assert.Equal("approved", await rig.StateOf(change));
        Assert.Equal(
            ["requested", "asked", "approvers_lost", "delegated", "voted", "voted", "concluded"],
            (await rig.History(change)).Select(type => type["approval.".Length..]));
    }

    [Fact]
    public async Task WithoutADelegate_TheOthersDecide_OrTheQuestionIsPassedOn()
    {
        var (ann, bob, boss) = (rig.Person("ann"), rig.Person("bob"), rig.Person("boss"));
        await rig.Enter(ann, new { name = "Ann" });
        var any = await rig.Submit([ApprovalRig.Stage("any", ann, bob)]);
        var all = await rig.Submit([Escalating(boss, ann, bob)]);
        await Deactivate(ann, null, "PATCH", """{"op":"Replace","path":"active","value":"False"}""");
        await rig.Quiet();
        Assert.DoesNotContain("approval.passed_on", await rig.History(any));
        Assert.Equal("awaiting_approval", await rig.StateOf(all));
        Assert.Equal(HttpStatusCode.OK, (await (await rig.PageOf(boss)).Decide("approve")).Status);
        await rig.Quiet();
        Assert.Equal("approved", await rig.StateOf(all));
    }

    [Fact]
    public async Task DelegateWhoAskedForTheChange_IsNotAsked()
    {
        var (ann, bob, olga) = (rig.Person("ann"), rig.Person("bob"), rig.Person("olga"));
        using var olgaKey = await rig.KeyOf(olga);
        var change = await rig.Submit([ApprovalRig.Stage("any", ann, bob)], by: olgaKey);
        await rig.Enter(ann, Entry(olga));
        await Deactivate(ann, olga, "PUT", null);
        await rig.Quiet();
        Assert.Empty(await rig.Mails(olga));
        (await olgaKey.Post($"/v1/changes/{ApprovalRig.Id(change)}/votes", new { decision = "approve" }))
            .Refused(HttpStatusCode.Forbidden, "not_the_approver");
        Assert.Equal([(ann, "void", "inactive", null), (bob, "pending", null, null)], await Ballots(change));
    }

    [Fact]
    public async Task WhoIsActiveAgain_GetsNoBallotBack()
    {
        var (ann, bob, dan) = (rig.Person("ann"), rig.Person("bob"), rig.Person("dan"));
        var change = await rig.Submit([ApprovalRig.Stage("all", ann, bob)]);
        await rig.Enter(ann, Entry(dan));
        var old = await rig.PageOf(ann);
        await Deactivate(ann, dan, "PATCH", """{"op":"Replace","path":"active","value":"False"}""");
        await rig.Quiet();
        await Scim(HttpMethod.Patch, $"/Users/per_{ann}", Operations("""{"op":"Replace","path":"active","value":"True"}"""));
        await rig.Quiet();
        IsVoid(await old.Open());
        using var annKey = await rig.KeyOf(ann);
        (await annKey.Post($"/v1/changes/{ApprovalRig.Id(change)}/votes", new { decision = "approve" }))
            .Refused(HttpStatusCode.Gone, "no_longer_pending");
        Assert.Equal(3, (await Ballots(change)).Count);
        Assert.Single(await rig.Mails(dan));
    }

    private async Task Deactivate(string person, string? to, string method, string? operation)
    {
        if (method == "PUT") await rig.Enter(person, Entry(to!, isActive: false));
        else if (method == "DELETE") await Scim(HttpMethod.Delete, $"/Users/per_{person}", null);
        else await Scim(HttpMethod.Patch, $"/Users/per_{person}", Operations(operation!));
    }

    private async Task Scim(HttpMethod method, string path, string? body)
    {
        using var content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/scim+json");
        var answer = await rig.Admin.Send(method, "/scim/v2" + path, content);
        Assert.True(answer.Status is HttpStatusCode.OK or HttpStatusCode.NoContent, answer.Text);
    }

    private static string Operations(string operation) =>
        $$"""{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{{operation}}]}""";

    private static void IsVoid(Answer page)
    {
        Assert.Equal((HttpStatusCode.Gone, "no_longer_pending"), ApproverPage.Refusal(page));
        Assert.Contains("This ballot is void", page.Text, StringComparison.Ordinal);
    }

    private async Task<List<(string?, string?, string?, string?)>> Ballots(JsonElement change) =>
    [
        .. (await rig.Approvals(change)).GetProperty("stages")[0].GetProperty("ballots").EnumerateArray().Select(
            one => (Text(one, "approver"), Text(one, "state"), Text(one, "lost"), Text(one, "delegatedTo"))),
    ];

    private static string? Text(JsonElement of, string member) =>
        of.TryGetProperty(member, out var value) ? value.GetString() : null;

    private static object Escalating(string boss, params string[] approvers) => new
    {
        name = "CAB",
        approvers,
        quorum = new { kind = "all" },
        timeout = "P3D",
        escalateTo = new[] { boss },
    };

    private static object Entry(string to, bool isActive = true) => new
    {
        name = "Ann",
        active = isActive,
        @delegate = new
        {
            to,
            from = "2020-01-01T00:00:00Z",
            until = "2100-01-01T00:00:00Z",
            reason = "On leave",
        },
    };
}
