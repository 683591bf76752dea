using ItsmServerless.Approvals;
using ItsmServerless.Changes;
using ItsmServerless.Kernel;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Languages;
using ItsmServerless.Notifications;
using ItsmServerless.Tests.Unit.Approvals;
using Xunit;
using GivenChange = ItsmServerless.Tests.Unit.Changes.Given;

namespace ItsmServerless.Tests.Unit.Notifications;

public sealed class ApprovalNoticesTests
{
    private static readonly ApprovalLinks Links =
        new(GivenMail.Signer, new InstallationSettings("https://itsm.example", "test"));
    private static readonly BallotAddresses Ballots =
        new(GivenMail.Signer, GivenMail.Settings with { AuthenticationServer = "mx.itsm.example" });
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

    [Theory]
    [InlineData("en", "You are asked to approve CHG-000001.", "Tuesday, 24 November 2026, 10:00 (Europe/Berlin, UTC+01:00)")]
    [InlineData(
        "de", "Sie werden um die Genehmigung von CHG-000001 gebeten.",
        "Dienstag, 24. November 2026, 10:00 Uhr (Europe/Berlin, UTC+01:00)")]
    [InlineData(
        "fr", "Vous êtes invité à approuver CHG-000001.",
        "mardi 24 novembre 2026 à 10 h 00 (Europe/Berlin, UTC+01:00)")]
    [InlineData(
        "es", "Se le pide que apruebe CHG-000001.", "martes, 24 de noviembre de 2026, 10:00 (Europe/Berlin, UTC+01:00)")]
    public void Question_IsInTheLanguageAndZoneOfTheApprover_InBothParts(string language, string sentence, string due)
    {
        var notice = Of(Question, Known(Ann.Person, language, "Europe/Berlin"))[0];
        var (text, html) = (MailWriting.Text(notice.Content, false), MailWriting.Page(notice.Content, false));
        Assert.StartsWith(sentence, text, StringComparison.Ordinal);
        Assert.Contains(sentence, html, StringComparison.Ordinal);
        Assert.Contains(due, text, StringComparison.Ordinal);
        Assert.Contains($"<html lang=\"{language}\">", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Card_GoesToAChannelThatIsOnesOwn_WithTheLinkAndNothingElseToPress()
    {
        var notice = Of(Question)[0];
        Assert.True(notice.IsCardToo);
        var card = TeamsCard.Of(notice.Content).Content;
        Assert.Equal("1.4", card.GetProperty("version").GetString());
        var action = Assert.Single(card.GetProperty("actions").EnumerateArray());
        Assert.Equal(("Action.OpenUrl", LinkOf(notice)),
            (action.GetProperty("type").GetString(), action.GetProperty("url").GetString()));
    }

    [Fact]
    public void Card_InAChannelThatOthersRead_SaysWhoIsAsked_AndHoldsNoLink()
    {
        var notices = Of(Question, Known(Ann.Person, sharedChannel: "cab"), Known(BobForCid.Person, sharedChannel: "cab"));
        Assert.Equal(3, notices.Count);
        Assert.All(notices.Take(2), notice => Assert.False(notice.IsCardToo));
        Assert.Equal("teams:cab", Assert.Single(notices[2].To));
        var card = TeamsCard.Of(notices[2].Content).Content.GetRawText();
        Assert.Contains("ann@acme.example, bob@acme.example", card, StringComparison.Ordinal);
        Assert.DoesNotContain("/approve/", card, StringComparison.Ordinal);
    }

    [Fact]
    public void Group_WithAChannel_IsToldOnWhatItIsAsked_OnceForAll_AndHoldsNoLink()
    {
        var question = Question with
        {
            Approvers = [Ann with { Groups = ["group:cab", "group:net"] }, BobForCid with { Groups = ["group:cab"] }],
        };
        var channels = new Dictionary<string, string> { ["group:cab"] = "board", ["group:net"] = "board" };
        var notices = Of(question, channels, Known(Ann.Person));
        Assert.Equal(3, notices.Count);
        Assert.True(notices[0].IsCardToo);
        Assert.Equal("teams:board", Assert.Single(notices[2].To));
        var card = TeamsCard.Of(notices[2].Content).Content.GetRawText();
        Assert.Contains("ann@acme.example, bob@acme.example", card, StringComparison.Ordinal);
        Assert.Contains("CAB", card, StringComparison.Ordinal);
        Assert.DoesNotContain("/approve/", card, StringComparison.Ordinal);
    }

    [Fact]
    public void End_IsToldToTheChannelsOfGroupsThatWereAsked_EachOnce()
    {
        var concluded = new ApprovalConcluded(
            new("chg_1"), 1, Asked.Hash, ApprovalOutcome.Rejected, ConcludedBecause.Votes);
        var approval = Asked.Of(Asked.Stage(), "ann");
        var notice = Assert.Single(ApprovalNotices.Ended(concluded, approval, ["board", "board"]));
        Assert.Equal("teams:board", Assert.Single(notice.To));
        Assert.Contains(
            "CHG-000001 was rejected.", TeamsCard.Of(notice.Content).Content.GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "needs this code")]
    [InlineData("de", "braucht dafür diesen Code")]
    [InlineData("fr", "a besoin de ce code")]
    [InlineData("es", "necesita este código")]
    public void Code_GoesToTheApproverAlone_InAMailAndInNoCard(string language, string words)
    {
        var notice = ApprovalNotices.Code(
            new(Subject, 1, Ann.Person, VoteDecision.Approve, "k", "s", Asked.Start), "012345",
            Known(Ann.Person, language, "Europe/Berlin"));
        Assert.Equal((Ann.Person.Value, false), (Assert.Single(notice.To), notice.IsCardToo));
        var text = MailWriting.Text(notice.Content, false);
        Assert.Contains(words, text, StringComparison.Ordinal);
        Assert.Contains("012345", text, StringComparison.Ordinal);
        Assert.DoesNotContain("012345", notice.Content.Subject, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "approve", "reject")]
    [InlineData("de", "genehmigen", "ablehnen")]
    [InlineData("fr", "approuver", "refuser")]
    [InlineData("es", "aprobar", "rechazar")]
    public void Question_ThatCanBeAnsweredByMail_SaysHow_ToEachAtAnAddressOfTheirOwn(
        string language, string approve, string reject)
    {
        var notices = Of(Question with { MailBallots = true }, Known(Ann.Person, language));
        Assert.Equal(
            Ballots.For(GivenMail.Tenant, Asked.Id, 1, 1, Ann.Person, Asked.Hash, Asked.Start), notices[0].DecisionTo);
        Assert.NotEqual(notices[0].DecisionTo, notices[1].DecisionTo);
        var hint = Assert.Single(notices[0].Content.Blocks.OfType<AnswerHint>()).Text;
        Assert.Contains($" {approve} ", hint, StringComparison.Ordinal);
        Assert.Contains($" {reject}", hint, StringComparison.Ordinal);
        Assert.Contains(hint, MailWriting.Text(notices[0].Content, true), StringComparison.Ordinal);
        Assert.DoesNotContain(hint, TeamsCard.Of(notices[0].Content).Content.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Question_ThatCannotBeAnsweredByMail_HasNoAddressForIt()
    {
        var notice = Of(Question)[0];
        Assert.Null(notice.DecisionTo);
        Assert.False(notice.TakesAnswers);
        Assert.Empty(notice.Content.Blocks.OfType<AnswerHint>());
    }

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

    private static IReadOnlyList<Notice> Of(ApprovalEvent happened, params AskedPerson[] known) =>
        Of(happened, new Dictionary<string, string>(), known);

    private static IReadOnlyList<Notice> Of(
        ApprovalEvent happened, Dictionary<string, string> channels, params AskedPerson[] known)
    {
        var published = new PublishedEvent(
            GivenMail.Tenant, Asked.Id, Approval.Practice, 2, EventTypes<ApprovalEvent>.NameOf(happened), Asked.Start,
            Actor.System, EventTypes<ApprovalEvent>.DataOf(happened));
        if (ApprovalNotices.Asks(published) is not { } asks) return [];
        var people = asks.Approvers.ToDictionary(approver => approver.Person, approver =>
            known.FirstOrDefault(one => one.Person == approver.Person) ?? Known(approver.Person));
        return ApprovalNotices.Of(published, asks, people, channels, Links, Ballots);
    }

    private static AskedPerson Known(
        EmailAddress person, string? language = null, string? timeZone = null, string? sharedChannel = null) =>
        new(person, person.Value, Reader.Of(language, timeZone), sharedChannel);

    private static string LinkOf(Notice notice) => Assert.Single(notice.Content.Blocks.OfType<Button>()).Url;

    private static IEnumerable<Detail> DetailsOf(Notice notice) =>
        Assert.Single(notice.Content.Blocks.OfType<Details>()).Rows;
}
