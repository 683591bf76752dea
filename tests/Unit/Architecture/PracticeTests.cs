using NetArchTest.Rules;
using Xunit;

namespace ItsmServerless.Tests.Unit.Architecture;

/// <summary>A practice uses the kernel, and of another practice only its records: state, events, and what these hold.</summary>
public sealed class PracticeTests
{
    /// <summary>What a practice offers to others beside its records, and why.</summary>
    private static readonly Dictionary<string, string> Offered = new(StringComparer.Ordinal)
    {
        ["ItsmServerless.Incidents.CommentOnIncident"] = "The answer to a mail is a comment by the same rule as a request.",
        ["ItsmServerless.Incidents.IncidentFields"] = "The limits of a report, which a source's defaults must keep too.",
        ["ItsmServerless.Incidents.ReportedContact"] = "Who a mail came from, as a report names its requester.",
        ["ItsmServerless.Incidents.IncidentRows"] = "Finds the incident whose number a mail's subject names, and all that are open.",
        ["ItsmServerless.Incidents.IncidentSummary"] = "Which open incidents an agreement may have clocks on, and which came after a change.",
        ["ItsmServerless.Incidents.LinkIncident"] = "What a review says a change caused is linked by the same rule as a request.",
        ["ItsmServerless.Incidents.ReportedIncidents"] = "Finds the incidents that a recalculation or a what-if is about.",
        ["ItsmServerless.Incidents.Survivors"] = "A mail or an alert of a merged incident belongs to the one that goes on.",
        ["ItsmServerless.Incidents.ReportIncident"] = "A mail is reported by the same rule as a request.",
        ["ItsmServerless.Incidents.IIncidentPart"] = "Clocks are shown with an incident when they are asked for.",
        ["ItsmServerless.ServiceLevels.PutCalendar"] = "The weekly hours of a maintenance window are checked as those of a calendar.",
        ["ItsmServerless.ServiceLevels.CalendarDays"] = "The weekly hours of a maintenance window on the time line.",
        ["ItsmServerless.ServiceLevels.BusinessHours"] = "The same, one opening after the other.",
        ["ItsmServerless.ServiceLevels.HoursPart"] = "One of these openings.",
        ["ItsmServerless.Incidents.PriorityMatrix"] = "A tenant's settings hold its matrix.",
        ["ItsmServerless.Incidents.PriorityRow"] = "The same.",
        ["ItsmServerless.Tenants.PriorityMatrices"] = "Incidents, mails and alerts get their priority by the tenant's matrix.",
        ["ItsmServerless.Tenants.TeamsChannels"] = "Opens the sealed address that a card is posted to.",
        ["ItsmServerless.Configuration.ServiceMap"] = "Who owns a service, and which items hang together.",
        ["ItsmServerless.Approvals.MeetablePolicy"] = "A change is not submitted to a policy that nobody could ever meet.",
        ["ItsmServerless.Changes.ChangeSchedule"] = "What stands against a change is shown to those who decide on it.",
        ["ItsmServerless.Changes.ScheduleConflicts"] = "The same.",
        ["ItsmServerless.Changes.ScheduleConflict"] = "The same.",
        ["ItsmServerless.Changes.Surroundings"] = "The same.",
        ["ItsmServerless.Approvals.ApprovalLinks"] = "Derives from an event the link that the approver's mail carries.",
        ["ItsmServerless.Approvals.BallotAddresses"] = "The same for the address that the mail is answered to.",
        ["ItsmServerless.Approvals.ApprovalCodes"] = "The same for the code that a decision by link needs.",
        ["ItsmServerless.Approvals.BallotWords"] = "The words that it is answered with.",
        ["ItsmServerless.Approvals.MailVotes"] = "An answer to that mail is a vote by the same rules as a link's.",
        ["ItsmServerless.Metering.UsageMeter"] = "A mail or card that was handed over is a unit of the bill.",
        ["ItsmServerless.Notifications.UndeliveredMails"] = "A report on a mail of ours is judged by what was written down of that mail.",
        ["ItsmServerless.Webhooks.EventCatalogue"] = "The change feed tells what webhooks tell.",
        ["ItsmServerless.Webhooks.CatalogueEntry"] = "The same.",
        ["ItsmServerless.Webhooks.EventPattern"] = "The same types are asked for in the same words.",
        ["ItsmServerless.Webhooks.WebhookMessage"] = "The same shape.",
        ["ItsmServerless.Webhooks.WebhookData"] = "The same.",
        ["ItsmServerless.Webhooks.PayloadKind"] = "The same, with all details.",
        ["ItsmServerless.Approvals.MailVote"] = "What the answer says.",
    };

    public static TheoryData<string> Practices =>
        [.. Directory.GetDirectories(Path.Combine(Repository.Root, "functions")).Select(folder => Path.GetFileName(folder)!)
            .Where(folder => folder is not ("Kernel" or "bin" or "obj"))];

    [Theory]
    [MemberData(nameof(Practices))]
    public void Practice_UsesOnlyTheRecordsOfOthers(string practice)
    {
        var foreign = Practices.Select(other => other.Data).Where(other => other != practice)
            .SelectMany(RecordTypes.AllBut).Select(type => type.FullName!).Except(Offered.Keys, StringComparer.Ordinal);

        var broken = Types.InAssembly(typeof(ItsmApp).Assembly)
            .That().ResideInNamespace($"ItsmServerless.{practice}")
            .ShouldNot().HaveDependencyOnAny([.. foreign]).GetResult();

        Assert.True(broken.IsSuccessful, Told(broken));
    }

    [Fact]
    public void Kernel_KnowsNoPractice()
    {
        var practices = Practices.Select(practice => $"ItsmServerless.{practice.Data}").ToArray();

        var broken = Types.InAssembly(typeof(ItsmApp).Assembly)
            .That().ResideInNamespace("ItsmServerless.Kernel")
            .ShouldNot().HaveDependencyOnAny(practices).GetResult();

        Assert.True(broken.IsSuccessful, Told(broken));
    }

    private static string Told(NetArchTest.Rules.TestResult broken) =>
        string.Join('\n', broken.FailingTypes?.Select(type => $"{type.FullName}: {type.Explanation}") ?? []);
}
