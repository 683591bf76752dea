using System.Collections.Immutable;
using ItsmServerless.Incidents;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Tenants;
using NodaTime;

namespace ItsmServerless.Notifications;

/// <summary>Which event of an incident is told to whom. Pure.</summary>
/// <remarks>Machines are never answered (RFC 3834, 2), and what a stranger sent is not passed on.</remarks>
public static class IncidentNotices
{
    /// <summary>Whether events of this kind can ask for a notice at all: saves reading the record.</summary>
    public static bool Hears(IncidentEvent happened) => happened
        is IncidentReported or IncidentCommented or IncidentResolved or ClockWarned or ClockBreached;

    /// <summary>The notices of one event; at most one today.</summary>
    /// <param name="incident">As it is now, which may be later than the event.</param>
    /// <param name="isKnown">Whether the requester of a new one is known to the tenant, or vouched for.</param>
    public static ImmutableArray<Notice> Of(IncidentEvent happened, Incident incident, bool isKnown) => happened switch
    {
        IncidentReported { Origin.IsAutomatic: true } or IncidentCommented { Origin.IsAutomatic: true } => [],
        IncidentCommented { Origin.IsUnverified: true } => [],
        IncidentCommented { Visibility: Visibility.Internal, FromRequester: false } => [],
        IncidentReported e when e.Requester is { } requester => [Acknowledged(e, requester, incident, isKnown)],
        IncidentCommented { ByAgent: true } e when incident.Requester is { } asked => [Answered(e, asked, incident)],
        IncidentCommented { FromRequester: true } e => [Written(e, incident)],
        IncidentResolved e when incident.Requester is { } requester => [Resolved(e, requester, incident)],
        ClockWarned e => [Warned(e, incident)],
        ClockBreached e => [Breached(e, incident)],
        _ => [],
    };

    /// <summary>Whoever is not known may not have written at all: nothing of what was written goes to them.</summary>
    private static Notice Acknowledged(IncidentReported e, Contact requester, Incident incident, bool isKnown)
    {
        var notice = ToRequester(
            isKnown ? "acknowledged" : "first_contact", requester, incident, "We have received your message.",
            new Paragraph($"Your request is registered as {incident.Number}. To add something, just answer this mail."))
            with
        { Answers = e.Origin?.MessageId };
        return isKnown ? notice : notice with
        {
            Content = notice.Content with { Subject = $"[{incident.Number}] We have received your message" },
            Limit = NoticeLimit.FirstContact,
        };
    }

    private static Notice Answered(IncidentCommented e, Contact requester, Incident incident) =>
        ToRequester("answered", requester, incident, $"There is an answer to {incident.Number}:", new Quotation(e.Body))
        with
        { Except = e.Author.Email };

    private static Notice Resolved(IncidentResolved e, Contact requester, Incident incident) =>
        ToRequester("resolved", requester, incident, $"{incident.Number} is resolved:", new Quotation(e.Note),
            new Paragraph("If it is not, answer this mail and work on it goes on."));

    private static Notice Written(IncidentCommented e, Incident incident) => new(
        "written", [Responsible(incident)],
        About(incident, $"The requester of {Spoken(e, incident)} wrote:", new Quotation(e.Body)))
    {
        CanBeAnswered = true,
        Limit = NoticeLimit.Conversation,
        Except = e.Author.Email,
        Answers = e.Origin?.MessageId,
    };

    /// <summary>What a requester writes is public, but on the incident that theirs was merged into.</summary>
    private static string Spoken(IncidentCommented e, Incident incident) => e.Visibility == Visibility.Public
        ? incident.Number
        : $"an incident that was merged into {incident.Number}";

    private static Notice Warned(ClockWarned e, Incident incident) => OfClock(
        "warned", e.Notify, incident, $"{e.Percent:0.##} % of the time for {Words(e.Metric)} is used up.",
        Clock(e.Metric, e.Agreement, e.DueAt, incident));

    private static Notice Breached(ClockBreached e, Incident incident) => OfClock(
        "breached", e.Notify, incident, $"The time for {Words(e.Metric)} has run out.",
        Clock(e.Metric, e.Agreement, e.DueAt, incident));

    private static Notice ToRequester(
        string kind, Contact requester, Incident incident, string sentence, params ImmutableArray<MailBlock> more) =>
        new(kind, [requester.Email.Value], About(incident, sentence, more))
        {
            CanBeAnswered = true,
            Limit = NoticeLimit.Conversation,
        };

    private static Notice OfClock(
        string kind, IReadOnlyList<string> notify, Incident incident, string sentence, MailBlock details) =>
        new(kind, Recipients(notify, incident), About(incident, sentence, details))
        {
            InOneMail = true,
            IsCardToo = true,
        };

    private static ImmutableArray<string> Recipients(IReadOnlyList<string> notify, Incident incident) =>
        [.. notify.DefaultIfEmpty(Notice.Desk).Select(to => Recipient(to, incident))];

    private static string Recipient(string to, Incident incident) => to switch
    {
        "assignee" => Responsible(incident),
        "manager" => incident.Assignee is { } assignee ? Notice.ManagerOf + assignee.Value : Notice.Desk,
        _ => to,
    };

    /// <summary>The assignee; before there is one the group; before there is that, the desk.</summary>
    private static string Responsible(Incident incident) => incident switch
    {
        { Assignee: { } assignee } => assignee.Value,
        { Group: { } group } => Group.ReferencePrefix + group,
        _ => Notice.Desk,
    };

    private static MailContent About(Incident incident, string sentence, params ImmutableArray<MailBlock> more) =>
        new($"[{incident.Number}] {incident.Title}", [new Paragraph(sentence), .. more]);

    private static Details Clock(string metric, string agreement, Instant dueAt, Incident incident) => new(
    [
        new("Incident", incident.Number),
        new("Title", incident.Title),
        new("Priority", Words<Priority>.Of(incident.Priority)),
        new("State", Words<IncidentState>.Of(incident.State)),
        new("Agreement", agreement),
        new("Target", metric),
        new("Due", dueAt.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", null)),
    ]);

    private static string Words(string metric) => metric.Replace('_', ' ');
}
