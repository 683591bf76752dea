using System.Collections.Immutable;
using ItsmServerless.Incidents;
using ItsmServerless.Kernel.Languages;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Notifications.Templates;
using ItsmServerless.Tenants;
using NodaTime;

namespace ItsmServerless.Notifications;

/// <summary>Which event of an incident is told to whom. Pure.</summary>
/// <remarks>Machines are never answered (RFC 3834, 2), and what a stranger sent is not passed on.</remarks>
public static class IncidentNotices
{
    /// <summary>Whether events of this kind can ask for a notice at all: saves reading the record.</summary>
    public static bool Hears(IncidentEvent happened) => happened switch
    {
        IncidentReported e => e is { Requester: not null, Origin: not { IsAutomatic: true } },
        IncidentCommented { Visibility: Visibility.Internal, FromRequester: false } => false,
        IncidentCommented { Origin: { IsAutomatic: true } or { IsUnverified: true } } => false,
        IncidentCommented e => e.ByAgent || e.FromRequester,
        _ => happened is IncidentResolved or ClockWarned or ClockBreached,
    };

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
    private static Notice Acknowledged(IncidentReported e, Contact requester, Incident incident, bool isKnown) =>
        ToRequester(
            isKnown ? NoticeKind.Acknowledged : NoticeKind.FirstContact, requester,
            new([Number(incident), .. isKnown ? Facts(incident) : []])) with
        {
            Answers = e.Origin?.MessageId,
            Limit = isKnown ? NoticeLimit.Conversation : NoticeLimit.FirstContact,
        };

    private static Notice Answered(IncidentCommented e, Contact requester, Incident incident) =>
        ToRequester(NoticeKind.Answered, requester, Said(e.Body, incident)) with { Except = e.Author.Email };

    private static Notice Resolved(IncidentResolved e, Contact requester, Incident incident) =>
        ToRequester(NoticeKind.Resolved, requester, Said(e.Note, incident));

    /// <summary>What a requester writes is public, but on the incident that theirs was merged into.</summary>
    private static Notice Written(IncidentCommented e, Incident incident) =>
        About(
            e.Visibility == Visibility.Public ? NoticeKind.Written : NoticeKind.WrittenOfMerged,
            [Responsible(incident)], Said(e.Body, incident)) with
        {
            CanBeAnswered = true,
            Limit = NoticeLimit.Conversation,
            Except = e.Author.Email,
            Answers = e.Origin?.MessageId,
        };

    private static Notice Warned(ClockWarned e, Incident incident) => OfClock(
        NoticeKind.Warned, e.Notify, incident,
        [new("percent", $"{e.Percent:0.##}"), .. Clock(e.Metric, e.Agreement, e.DueAt, incident)]);

    private static Notice Breached(ClockBreached e, Incident incident) => OfClock(
        NoticeKind.Breached, e.Notify, incident,
        [new("percent", $"{e.Percent:0.##}"), .. Clock(e.Metric, e.Agreement, e.DueAt, incident)]);

    private static Notice ToRequester(NoticeKind kind, Contact requester, MailValues values) =>
        About(kind, [requester.Email.Value], values) with { CanBeAnswered = true, Limit = NoticeLimit.Conversation };

    private static Notice OfClock(
        NoticeKind kind, IReadOnlyList<string> notify, Incident incident, ImmutableArray<MailValue> values) =>
        About(kind, Recipients(notify, incident), new(values)) with { InOneMail = true, IsCardToo = true };

    private static Notice About(NoticeKind kind, ImmutableArray<string> to, MailValues values) =>
        new(kind.Name, to, values.Write(kind.Texts.English, Reader.Unknown)) { Values = values };

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

    private static MailValues Said(string text, Incident incident) =>
        new([Number(incident), .. Facts(incident), new("text", text) { IsQuoted = true }]);

    private static MailValue Number(Incident incident) => new("number", incident.Number) { IsDetail = true };

    private static ImmutableArray<MailValue> Facts(Incident incident) =>
    [
        new("title", incident.Title) { IsDetail = true },
        new("priority", Words<Priority>.Of(incident.Priority)) { IsDetail = true },
        new("state", Words<IncidentState>.Of(incident.State)) { IsDetail = true },
    ];

    private static ImmutableArray<MailValue> Clock(
        string metric, string agreement, Instant dueAt, Incident incident) =>
    [
        Number(incident), .. Facts(incident), new("agreement", agreement) { IsDetail = true },
        new("metric", metric) { IsDetail = true }, new("due", "") { IsDetail = true, Time = dueAt },
    ];
}
