using System.Collections.Immutable;
using System.Text;
using ItsmServerless.Incidents;
using ItsmServerless.Intake;
using ItsmServerless.Intake.Mails;
using ItsmServerless.Intake.Mime;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Tests.Unit.Incidents;
using Xunit;

namespace ItsmServerless.Tests.Unit.Intake.Mails;

public sealed class MailEventsTests
{
    [Fact]
    public void Mail_BecomesAReport_WithItsSenderAsRequester()
    {
        var reported = Reported(GivenIntake.Mail);
        Assert.Equal(("INC-000007", "Still on fire"), (reported.Number, reported.Title));
        Assert.Equal(new Contact(Given.Ada, "Ada"), reported.Requester);
        Assert.Equal("It burns.\n> quote", reported.Description);
        Assert.Equal(("m1@example.org", null), (reported.Origin!.MessageId, reported.Origin.Match));
    }

    [Fact]
    public void Mail_WithoutSubjectTextOrSender_IsAReportStill()
    {
        var reported = Reported(GivenIntake.Mail with { Subject = "", Text = "", Answer = "", From = null });
        Assert.Equal(("(no subject)", null, null), (reported.Title, reported.Description, reported.Requester));
    }

    [Fact]
    public void Report_TakesTheDefaultsOfItsSource()
    {
        var defaults = new IntakeDefaults(Level.High, Level.High, "network", "vpn");
        var receipt = GivenIntake.Fold(GivenIntake.Accepted with { Defaults = defaults });
        var reported = Reported(GivenIntake.Received() with { Receipt = receipt });
        Assert.Equal((Priority.P1, "network", "vpn"), (reported.Priority, reported.Group, reported.Service));
    }

    [Theory]
    [InlineData(MailNature.Personal, false)]
    [InlineData(MailNature.Listed, true)]
    [InlineData(MailNature.Automatic, true)]
    public void Report_SaysWhetherItMayBeAnswered(MailNature nature, bool isAutomatic) =>
        Assert.Equal(isAutomatic, Reported(GivenIntake.Mail with { Nature = nature }).Origin!.IsAutomatic);

    [Fact]
    public void Report_HasItsFilesAndLinkInTheSameCommand()
    {
        var begun = MailEvents.Begin(null, GivenIntake.Received(), "INC-000007", Given.Id, [GivenIntake.File]);
        Assert.Equal(
            [GivenIntake.File, new IncidentLinked(Given.Id, LinkKind.Related)], begun.Events[1..]);
    }

    [Fact]
    public void Report_OfWhatAnotherMailBegan_IsRefused() => Assert.Equal(
        ProblemCode.AlreadyExists,
        MailEvents.Begin(Given.New, GivenIntake.Received(), "INC-7", null, [GivenIntake.File]).Refusal!.Code);

    /// <summary>Security case E-07.</summary>
    [Fact]
    public void Report_OfWhoIsNotBelieved_SaysSo() =>
        Assert.True(Reported(GivenIntake.Received() with { IsBelieved = false }).Origin!.IsUnverified);

    [Fact]
    public void EndlessText_IsCut_AndSaysSo()
    {
        var description = Reported(GivenIntake.Mail with { Text = new('ü', 300_000) }).Description!;
        Assert.InRange(Encoding.UTF8.GetByteCount(description), 1, IncidentFields.DescriptionBytes);
        Assert.EndsWith("is kept with its receipt.)", description);
    }

    [Fact]
    public void Answer_OfTheRequester_IsAPublicComment()
    {
        var comment = Commented(GivenIntake.Match());
        Assert.Equal((Visibility.Public, true, false), (comment.Visibility, comment.FromRequester, comment.ByAgent));
        Assert.Equal(("It burns.", "references"), (comment.Body, comment.Origin!.Match));
    }

    [Fact]
    public void Answer_OfTheRequester_EndsTheirHold() => Assert.Equal(
        [typeof(IncidentCommented), typeof(IncidentAttached), typeof(IncidentResumed)], Types(Given.Held));

    [Fact]
    public void Answer_OfTheRequester_ReopensWhatWasResolved() => Assert.Equal(
        [typeof(IncidentCommented), typeof(IncidentAttached), typeof(IncidentReopened)],
        Types(Given.In(IncidentState.Resolved)));

    /// <summary>Security case E-01: no reopening by an auto-responder.</summary>
    [Fact]
    public void AutomaticReply_OfTheRequester_IsANoteThatChangesNothing()
    {
        var mail = GivenIntake.Mail with { Nature = MailNature.AutomaticReply };
        var comment = Assert.IsType<IncidentCommented>(Assert.Single(Events(mail, GivenIntake.Match(), Given.Held)));
        Assert.Equal((Visibility.Internal, false, true),
            (comment.Visibility, comment.FromRequester, comment.Origin!.IsAutomatic));
    }

    [Fact]
    public void Answer_OfAStranger_IsAnUnverifiedNote()
    {
        var comment = Commented(GivenIntake.Match(Standing.Stranger));
        Assert.Equal((Visibility.Internal, true, false),
            (comment.Visibility, comment.Origin!.IsUnverified, comment.ByAgent));
    }

    /// <summary>Who left the group keeps the address that was made for them, and nothing else.</summary>
    [Fact]
    public void Answer_ToASignedAddress_OfWhoHasNothingToDoWithIt_IsAnUnverifiedNote()
    {
        var comment = Commented(GivenIntake.Match(Standing.Stranger, MatchReason.SignedAddress));
        Assert.Equal((Visibility.Internal, true), (comment.Visibility, comment.Origin!.IsUnverified));
    }

    [Fact]
    public void Files_OfANote_AreForTheDeskAlone()
    {
        var events = MailEvents.Comment(
            Given.New, GivenIntake.Received(), GivenIntake.Match(Standing.Stranger), [GivenIntake.File]).Events;
        Assert.Equal(Visibility.Internal, Assert.IsType<IncidentAttached>(events[1]).Visibility);
    }

    [Fact]
    public void Answer_OfTheRequesterOfWhatWasMerged_IsForTheDesk_AndCountsAsTheirs()
    {
        var match = GivenIntake.Match(incident: Given.Held) with { IsByMerge = true };
        var events = Events(GivenIntake.Mail, match, Given.Held);
        var comment = Assert.IsType<IncidentCommented>(events[0]);
        Assert.Equal((Visibility.Internal, true), (comment.Visibility, comment.FromRequester));
        Assert.IsType<IncidentResumed>(events[1]);
    }

    [Fact]
    public void Answer_OfAnAgent_ToTheirSignedAddress_IsPublic()
    {
        var comment = Commented(GivenIntake.Match(Standing.Agent, MatchReason.SignedAddress));
        Assert.Equal((Visibility.Public, true), (comment.Visibility, comment.ByAgent));
    }

    /// <summary>Anybody can write an agent's address into From; that must not speak to the requester.</summary>
    [Fact]
    public void Answer_OfWhoClaimsToBeAnAgent_StaysInTheHouse()
    {
        var comment = Commented(GivenIntake.Match(Standing.Agent));
        Assert.Equal((Visibility.Internal, false), (comment.Visibility, comment.Origin!.IsUnverified));
    }

    [Fact]
    public void Answer_WithoutText_IsACommentStill() =>
        Assert.Equal("(no text)", Commented(GivenIntake.Match(), GivenIntake.Mail with { Answer = "" }).Body);

    [Theory]
    [InlineData(IncidentState.Closed)]
    [InlineData(IncidentState.Cancelled)]
    public void Answer_ToWhatWasClosedMeanwhile_IsRefused(IncidentState state) => Assert.Equal(
        ProblemCode.InvalidTransition,
        MailEvents.Comment(Given.In(state), GivenIntake.Received(), GivenIntake.Match(), []).Refusal!.Code);

    [Fact]
    public void Ids_AreTheSameForTheSameReceipt()
    {
        Assert.Equal(GivenIntake.Received().NewIncident, GivenIntake.Received().NewIncident);
        Assert.Equal(GivenIntake.Received().NewComment, GivenIntake.Received().NewComment);
    }

    private static IncidentReported Reported(InboundMail mail) => Reported(GivenIntake.Received(mail));

    private static IncidentReported Reported(ReceivedMail received) => Assert.IsType<IncidentReported>(
        Assert.Single(MailEvents.Begin(null, received, "INC-000007", null, []).Events));

    private static IncidentCommented Commented(MailMatch match, InboundMail? mail = null) =>
        Assert.IsType<IncidentCommented>(
            Events(mail ?? GivenIntake.Mail, match, Given.In(IncidentState.InProgress))[0]);

    private static ImmutableArray<IncidentEvent> Events(InboundMail mail, MailMatch match, Incident incident) =>
        MailEvents.Comment(incident, GivenIntake.Received(mail), match, []).Events;

    private static IEnumerable<Type> Types(Incident incident) =>
        MailEvents.Comment(incident, GivenIntake.Received(), GivenIntake.Match(), [GivenIntake.File])
            .Events.Select(e => e.GetType());
}
