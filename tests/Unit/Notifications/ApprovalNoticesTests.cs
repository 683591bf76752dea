using ItsmServerless.Approvals;
using ItsmServerless.Changes;
using ItsmServerless.Kernel;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Notifications;
using ItsmServerless.Tests.Unit.Approvals;
using Xunit;
using GivenChange = ItsmServerless.Tests.Unit.Changes.Given;

namespace ItsmServerless.Tests.Unit.Notifications;

public sealed class ApprovalNoticesTests
{
    private static readonly ApprovalLinks Links =
        new(GivenMail.Signer, new InstallationSettings("https://itsm.example", "test"));
    private static readonly ApprovalSubject Subject = new(new("chg_1"), "CHG-000001", "Replace the switch");
    private static readonly Approver Ann = new(Asked.Person("ann"));
    private static readonly Approver BobForCid = new(Asked.Person("bob"), Asked.Person("cid"));

    private static readonly ApprovalAsked Question = new(
        Subject, Asked.Requester, 1, Asked.Hash, 1, 0, "CAB", false, [Ann, BobForCid], Asked.Start);

    [Fact]
    public void Question_GoesToEachApprover_WithALinkOfTheirOwn()
    {
        var notices = Of(Question);
        Assert.Equal(["ann@acme.example", "bob@acme.example"], notices.Select(notice => Assert.Single(notice.To)));
        Assert.Equal(2, notices.Select(LinkOf).Distinct().Count());
    }

    [Fact]
    public void Link_IsTheOneOfTheQuestionTheApproverAndTheTime() => Assert.Equal(
        Links.For(GivenMail.Tenant, Asked.Id, 1, 1, Ann.Person, Asked.Hash, Asked.Start), LinkOf(Of(Question)[0]));

    [Fact]
    public void Delegate_IsToldForWhom() =>
        Assert.Contains(new Detail("On behalf of", "cid@acme.example"), DetailsOf(Of(Question)[1]));

    [Fact]
    public void Reminder_GoesToThoseWhoAreLeft() => Assert.Equal(
        "bob@acme.example",
        Assert.Single(Assert.Single(Of(new ApprovalReminded(
            Subject, null, 1, Asked.Hash, 1, 0, "CAB", [BobForCid], Asked.Start))).To));

    [Fact]
    public void Votes_AreToldToNobody() => Assert.Empty(Of(new ApprovalVoted(
        1, Ann.Person, null, VoteDecision.Approve, VoteChannel.Link, "Good", Asked.Hash)));

    [Fact]
    public void Decision_IsToldToWhoAskedAndWhoAnswers()
    {
        var approved = Assert.Single(ChangeNotices.Of(
            new ChangeApproved(Asked.Id, 1, Asked.Hash), GivenChange.In(ChangeState.Approved)));
        Assert.Equal([GivenChange.Rita.Value, GivenChange.Olga.Value], approved.To);
    }

    [Theory]
    [InlineData("timeout", "in time")]
    [InlineData("too_few_approvers", "too few people")]
    [InlineData("votes", "comments")]
    public void Rejection_SaysWhy(string reason, string words)
    {
        var rejected = Assert.Single(ChangeNotices.Of(
            new ChangeRejected(Asked.Id, 1, Asked.Hash, reason), GivenChange.In(ChangeState.Rejected)));
        Assert.Contains(words, Assert.IsType<Paragraph>(rejected.Content.Blocks[0]).Text, StringComparison.Ordinal);
    }

    private static IReadOnlyList<Notice> Of(ApprovalEvent happened) => ApprovalNotices.Of(
        new PublishedEvent(
            GivenMail.Tenant, Asked.Id, Approval.Practice, 2, EventTypes<ApprovalEvent>.NameOf(happened), Asked.Start,
            Actor.System, EventTypes<ApprovalEvent>.DataOf(happened)), Links);

    private static string LinkOf(Notice notice) => Assert.Single(notice.Content.Blocks.OfType<Button>()).Url;

    private static IEnumerable<Detail> DetailsOf(Notice notice) =>
        Assert.Single(notice.Content.Blocks.OfType<Details>()).Rows;
}
