using ItsmServerless.Incidents;
using ItsmServerless.Intake.Mails;
using ItsmServerless.Intake.Mime;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Tests.Unit.Incidents;
using Xunit;

namespace ItsmServerless.Tests.Unit.Intake.Mails;

public sealed class MailPlanTests
{
    private static readonly Incident Closed = Given.In(IncidentState.Closed);

    [Fact]
    public void NewMail_BeginsAnIncident() => Assert.Equal(new MailPlan.Begin(null), Of(MailNature.Personal, null));

    [Fact]
    public void Answer_IsAComment()
    {
        var match = GivenIntake.Match();
        Assert.Equal(new MailPlan.Comment(match), Of(MailNature.Personal, match));
    }

    [Fact]
    public void Answer_ToAClosedIncident_BeginsOneThatFollowsIt() => Assert.Equal(
        new MailPlan.Begin(Given.Id), Of(MailNature.Personal, GivenIntake.Match(incident: Closed)));

    [Fact]
    public void Answer_ToAnotherPractice_BeginsAnIncidentThatFollowsIt()
    {
        var change = RecordId.From("chg_01JDAAAAAAAAAAAAAAAAAAAAAA");
        var match = new MailMatch(change, null, MatchReason.References, Standing.Stranger);
        Assert.Equal(new MailPlan.Begin(match.Record), Of(MailNature.Personal, match));
    }

    /// <summary>Security case E-06.</summary>
    [Fact]
    public void Number_InTheSubjectOfAStranger_MeansNothing() => Assert.Equal(
        new MailPlan.Begin(null),
        Of(MailNature.Personal, GivenIntake.Match(Standing.Stranger, MatchReason.SubjectTag)));

    [Fact]
    public void Number_InTheSubjectOfTheRequester_IsAnAnswer() => Assert.IsType<MailPlan.Comment>(
        Of(MailNature.Personal, GivenIntake.Match(Standing.Requester, MatchReason.SubjectTag)));

    [Fact]
    public void OwnMail_IsIgnored() =>
        Assert.Equal(new MailPlan.Ignore("own_mail"), MailPlan.Of(GivenIntake.Mail, GivenIntake.Match(), isOwn: true));

    [Fact]
    public void DeliveryReport_IsIgnored_AlsoAsAnAnswer() =>
        Assert.Equal(new MailPlan.Ignore("delivery_report"), Of(MailNature.Report, GivenIntake.Match()));

    [Fact]
    public void AutomaticReply_ToNothingKnown_IsIgnored() =>
        Assert.Equal(new MailPlan.Ignore("automatic_reply"), Of(MailNature.AutomaticReply, null));

    [Fact]
    public void AutomaticReply_ToAClosedIncident_IsIgnored() => Assert.Equal(
        new MailPlan.Ignore("automatic_reply"), Of(MailNature.AutomaticReply, GivenIntake.Match(incident: Closed)));

    [Fact]
    public void AutomaticReply_ToAnOpenIncident_IsAComment() =>
        Assert.IsType<MailPlan.Comment>(Of(MailNature.AutomaticReply, GivenIntake.Match()));

    [Theory]
    [InlineData(MailNature.Automatic)]
    [InlineData(MailNature.Listed)]
    public void MachinesAndLists_MayReport(MailNature nature) =>
        Assert.Equal(new MailPlan.Begin(null), Of(nature, null));

    private static MailPlan Of(MailNature nature, MailMatch? match) =>
        MailPlan.Of(GivenIntake.Mail with { Nature = nature }, match, isOwn: false);
}
