using ItsmServerless.Approvals;
using Xunit;

namespace ItsmServerless.Tests.Unit.Approvals;

/// <summary>Ballots are written as a word: y yes, n no, ? not yet, - lost.</summary>
public sealed class QuorumTests
{
    private static readonly Dictionary<string, int> OneAndTwo = new() { ["group:sec"] = 1, ["group:cab"] = 2 };

    [Theory]
    [InlineData(QuorumKind.Percent, 50, "yy??", ApprovalOutcome.Approved)]
    [InlineData(QuorumKind.Percent, 50, "yy???", null)]
    [InlineData(QuorumKind.Percent, 50, "yyy??", ApprovalOutcome.Approved)]
    [InlineData(QuorumKind.Percent, 66, "yy?", ApprovalOutcome.Approved)]
    [InlineData(QuorumKind.Percent, 67, "yy?", null)]
    [InlineData(QuorumKind.Percent, 67, "yyn", ApprovalOutcome.Rejected)]
    [InlineData(QuorumKind.Percent, 1, "nn?", null)]
    [InlineData(QuorumKind.Percent, 100, "yyyyyyy", ApprovalOutcome.Approved)]
    [InlineData(QuorumKind.Count, 2, "yyn", ApprovalOutcome.Approved)]
    [InlineData(QuorumKind.Count, 2, "nn?", ApprovalOutcome.Rejected)]
    [InlineData(QuorumKind.All, null, "yy?", null)]
    [InlineData(QuorumKind.All, null, "y?n", ApprovalOutcome.Rejected)]
    [InlineData(QuorumKind.Any, null, "nny", ApprovalOutcome.Approved)]
    [InlineData(QuorumKind.Any, null, "nn?", null)]
    [InlineData(QuorumKind.Any, null, "nn-", null)]
    public void Votes_Decide(QuorumKind kind, int? value, string votes, ApprovalOutcome? outcome) =>
        Assert.Equal(outcome, new Quorum(kind, value).Decides(Ballots(votes), RejectOn.Impossible));

    [Theory]
    [InlineData("y?n", RejectOn.Any, ApprovalOutcome.Rejected)]
    [InlineData("yyn", RejectOn.Any, ApprovalOutcome.Approved)]
    [InlineData("y?n", RejectOn.Impossible, null)]
    public void RejectOnAny_EndsWithTheFirstNo_UnlessTheQuorumIsReached(
        string votes, RejectOn rejectOn, ApprovalOutcome? outcome) =>
        Assert.Equal(outcome, new Quorum(QuorumKind.Count, 2).Decides(Ballots(votes), rejectOn));

    [Theory]
    [InlineData(QuorumKind.Any, null, "", true)]
    [InlineData(QuorumKind.Any, null, "--", true)]
    [InlineData(QuorumKind.Any, null, "-?", false)]
    [InlineData(QuorumKind.All, null, "-y", true)]
    [InlineData(QuorumKind.Count, 2, "n-?", true)]
    [InlineData(QuorumKind.Percent, 50, "--??", false)]
    [InlineData(QuorumKind.Percent, 51, "--??", true)]
    public void LostBallots_CanPutAQuorumOutOfReach(QuorumKind kind, int? value, string votes, bool isOut) =>
        Assert.Equal(isOut, new Quorum(kind, value).IsOutOfReach(Ballots(votes)));

    [Theory]
    [InlineData("y??", ApprovalOutcome.Approved)]
    [InlineData("?y?", null)]
    [InlineData("nyy", ApprovalOutcome.Approved)]
    [InlineData("nn?", ApprovalOutcome.Rejected)]
    public void Weights_AddUp(string votes, ApprovalOutcome? outcome)
    {
        int?[] weights = [5, 3, 2];
        Ballot[] ballots = [.. Ballots(votes).Select((ballot, at) =>
            ballot with { Approver = ballot.Approver with { Weight = weights[at] } })];
        Assert.Equal(outcome, new Quorum(QuorumKind.Weight, 5).Decides(ballots, RejectOn.Impossible));
    }

    /// <summary>One of security and two of the CAB; the second is in both.</summary>
    [Theory]
    [InlineData("?yy?", ApprovalOutcome.Approved)]
    [InlineData("y?yy", ApprovalOutcome.Approved)]
    [InlineData("yy??", null)]
    [InlineData("nn??", ApprovalOutcome.Rejected)]
    [InlineData("??nn", ApprovalOutcome.Rejected)]
    public void Groups_HaveToSayYesEach(string votes, ApprovalOutcome? outcome)
    {
        string[][] groups = [["group:sec"], ["group:sec", "group:cab"], ["group:cab"], ["group:cab"]];
        Ballot[] ballots = [.. Ballots(votes).Select((ballot, at) =>
            ballot with { Approver = ballot.Approver with { Groups = groups[at] } })];
        Assert.Equal(outcome, new Quorum(QuorumKind.Groups, Of: OneAndTwo).Decides(ballots, RejectOn.Impossible));
    }

    private static Ballot[] Ballots(string votes) => [.. votes.Select((vote, at) => new Ballot(
        new(Asked.Person($"p{at}")),
        vote switch
        {
            'y' => BallotState.Approved,
            'n' => BallotState.Rejected,
            '-' => BallotState.Void,
            _ => BallotState.Pending,
        }))];
}
