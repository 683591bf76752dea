using System.Net;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Approvals;

/// <summary>A vote that comes again counts for what was shown, whatever is asked since.</summary>
public sealed class RepeatedVoteTests(ApprovalRig rig) : IClassFixture<ApprovalRig>
{
    [Fact]
    public async Task AVote_SentAgainAfterAnEdit_IsAnsweredAgain_AndDoesNotApproveTheEdit()
    {
        var ann = rig.Person("ann");
        using var voter = await rig.KeyOf(ann);
        var change = await rig.Submit([ApprovalRig.Stage("all", ann, rig.Person("bob"))]);
        var path = $"/v1/changes/{ApprovalRig.Id(change)}";
        var first = await VoteAsync();
        first.Expect(HttpStatusCode.OK);
        (await rig.Admin.Send(HttpMethod.Patch, path, new { title = "Something else" }, ifMatch: "*")).Expect(HttpStatusCode.OK);
        await rig.Quiet();
        var again = await VoteAsync();
        Assert.Equal((first.Status, first.Text), (again.Status, again.Text));
        var ballots = (await rig.Approvals(change)).GetProperty("stages")[0].GetProperty("ballots").EnumerateArray();
        Assert.All(ballots, ballot => Assert.Equal("pending", ballot.GetProperty("state").GetString()));

        Task<Answer> VoteAsync() =>
            voter.Send(HttpMethod.Post, $"{path}/votes", new { decision = "approve" }, idempotencyKey: "vote");
    }
}
