using ItsmServerless.Approvals;
using ItsmServerless.Approvals.Pages;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Languages;
using ItsmServerless.Tests.Unit.Notifications;
using NodaTime;
using Xunit;

namespace ItsmServerless.Tests.Unit.Approvals;

public sealed class MailVoteTests
{
    private static readonly EmailAddress Ann = Asked.Person("ann");
    private static readonly BallotAddresses Addresses = Of(GivenMail.Signer);
    private static readonly Approval Open = Asked.Of(Asked.Stage(), "ann", "bob");

    [Theory]
    [InlineData("approve", VoteDecision.Approve)]
    [InlineData("Reject", VoteDecision.Reject)]
    [InlineData("  GENEHMIGEN  ", VoteDecision.Approve)]
    [InlineData("ablehnen", VoteDecision.Reject)]
    [InlineData("Approuver", VoteDecision.Approve)]
    [InlineData("refuser", VoteDecision.Reject)]
    [InlineData("aprobar", VoteDecision.Approve)]
    [InlineData("Rechazar", VoteDecision.Reject)]
    public void Word_AloneOnTheFirstLine_Decides(string line, VoteDecision decision)
    {
        Assert.Equal(decision, Read(line)?.Decision);
        Assert.Null(Read(line)?.Comment);
    }

    [Theory]
    [InlineData("")]
    [InlineData("yes")]
    [InlineData("approve.")]
    [InlineData("approve it")]
    [InlineData("approve or reject")]
    [InlineData("I do not approve")]
    [InlineData("> approve")]
    [InlineData("Hello,\napprove")]
    [InlineData("аpprove")] // The first letter is Cyrillic.
    public void AnyOtherFirstLine_DecidesNothing(string answer) => Assert.Null(Read(answer));

    [Fact]
    public void Rest_IsTheComment_CutToWhatOneMayBe()
    {
        Assert.Equal("Only after six.\nAnn", Read("approve\n\nOnly after six.\nAnn\n")?.Comment);
        Assert.Equal(4_000, Read("reject\n" + new string('x', 5_000))?.Comment?.Length);
    }

    [Fact]
    public void Words_AreThoseOfTheButtons() => Assert.All(Enum.GetValues<Language>(), language =>
    {
        var (words, page) = (BallotWords.InEach.In(language), PageTexts.InEach.In(language));
        Assert.Equal((page.Approve.ToLowerInvariant(), page.Reject.ToLowerInvariant()), (words.Approve, words.Reject));
    });

    [Fact]
    public void Address_LeadsToItsQuestion_AndFitsIntoAMail()
    {
        var address = For(Ann);
        Assert.Equal(62, address.Value.Split('@')[0].Length); // RFC 5321, 4.5.3.1.1: at most 64.
        Assert.Equal(Open.Id, Addresses.Read(address)?.Approval);
        Assert.Equal(1, QuestionOf(address, Ann)?.Number);
        Assert.Equal(address, For(Ann));
    }

    [Fact]
    public void Address_IsWorthNothing_ToAnybodyElse()
    {
        Assert.Null(QuestionOf(For(Ann), Asked.Person("bob")));
        Assert.Null(QuestionOf(For(Ann), Asked.Person("eve")));
        Assert.Null(QuestionOf(For(Asked.Person("eve")), Asked.Person("eve")));
    }

    [Fact]
    public void Address_IsWorthNothing_ForAnythingElse()
    {
        Assert.Null(QuestionOf(For(Ann, question: 2), Ann));
        Assert.Null(QuestionOf(For(Ann, generation: 2), Ann));
        Assert.Null(QuestionOf(For(Ann, hash: "beef"), Ann));
        Assert.Null(Addresses.QuestionOf(
            Addresses.Read(For(Ann))!, GivenMail.OtherTenant, Open, Ann, Asked.Start));
    }

    [Fact]
    public void Address_DiesAfterSevenDays()
    {
        Assert.NotNull(QuestionOf(For(Ann), Ann, Asked.Start + Duration.FromDays(7) - Duration.FromSeconds(1)));
        Assert.Null(QuestionOf(For(Ann), Ann, Asked.Start + Duration.FromDays(7)));
    }

    [Fact]
    public void Address_WithAnyCharacterChanged_IsNone()
    {
        var address = For(Ann).Value;
        for (var at = 0; at < address.Length; at++)
        {
            var other = new EmailAddress($"{address[..at]}{(address[at] == '0' ? '1' : '0')}{address[(at + 1)..]}");
            var read = Addresses.Read(other);
            Assert.True(read is null || read.Approval != Open.Id || QuestionOf(other, Ann) is null, other.Value);
        }
    }

    [Fact]
    public void Address_OutlivesARotationOfKeys()
    {
        var rotated = Of(new Signer(GivenMail.Ring('2', '1')));
        Assert.NotNull(rotated.QuestionOf(rotated.Read(For(Ann))!, GivenMail.Tenant, Open, Ann, Asked.Start));
        var retired = Of(new Signer(GivenMail.Ring('2')));
        Assert.Null(retired.QuestionOf(retired.Read(For(Ann))!, GivenMail.Tenant, Open, Ann, Asked.Start));
    }

    [Fact]
    public void Installation_ThatTrustsNoServer_GivesNoAddress_AndTakesNoSuchPolicy()
    {
        var none = new BallotAddresses(GivenMail.Signer, GivenMail.Settings);
        Assert.Null(none.For(GivenMail.Tenant, Open.Id, 1, 1, Ann, Asked.Hash, Asked.Start));
        var policy = new PutApprovalPolicy([], MailBallots: true);
        Assert.Equal("/mailBallots", policy.Untrusted(trustsServer: false)?.Pointer);
        Assert.Null(policy.Untrusted(trustsServer: true));
        Assert.Null((policy with { MailBallots = false }).Untrusted(trustsServer: false));
    }

    [Fact]
    public void Vote_ByMail_IsSpentLikeALink()
    {
        var vote = new CastVote(Ann, VoteDecision.Approve, VoteChannel.Mail, null, Asked.Hash, 1) { Link = "one" };
        var withdrawn = Open.After(CastVote.Decide(Open, vote)).Withdraw("ann");
        Assert.NotNull(vote.Refused(withdrawn));
        Assert.Null((vote with { Link = "two" }).Refused(withdrawn));
    }

    private static MailVote? Read(string answer) => MailVote.Of(new("vote+x@mail.itsm.example"), Ann, answer);

    private static BallotAddresses Of(Signer signer) =>
        new(signer, GivenMail.Settings with { AuthenticationServer = "mx.itsm.example" });

    private static EmailAddress For(EmailAddress who, int generation = 1, int question = 1, string hash = Asked.Hash) =>
        Addresses.For(GivenMail.Tenant, Open.Id, generation, question, who, hash, Asked.Start)!.Value;

    private static Question? QuestionOf(EmailAddress address, EmailAddress who, Instant? now = null) =>
        Addresses.Read(address) is { } read
            ? Addresses.QuestionOf(read, GivenMail.Tenant, Open, who, now ?? Asked.Start)
            : null;
}
