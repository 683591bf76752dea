using System.Collections.Immutable;
using ItsmServerless.Approvals;
using ItsmServerless.Kernel.EventLog;
using NodaTime;

namespace ItsmServerless.Notifications;

/// <summary>Which event of an approval is told to whom. Pure.</summary>
/// <remarks>Each approver gets a mail of their own, for each holds a link of their own; nobody else may see
/// it.</remarks>
public static class ApprovalNotices
{
    /// <summary>The notices of one event: one for each approver who is asked or reminded.</summary>
    public static ImmutableArray<Notice> Of(PublishedEvent published, ApprovalLinks links) =>
        EventTypes<ApprovalEvent>.Read(published.Type, published.Data) switch
        {
            ApprovalAsked e => [.. e.Approvers.Select(approver => Asked(published, e, approver, links))],
            ApprovalReminded e => [.. e.Approvers.Select(approver => Reminded(published, e, approver, links))],
            _ => [],
        };

    private static Notice Asked(
        PublishedEvent published, ApprovalAsked e, Approver approver, ApprovalLinks links) => About(
        "asked", e.Subject, approver, $"You are asked to approve {e.Subject.Number}.",
        Details(e.Subject, e.Requester?.Value, e.Name, e.DueAt, approver),
        links.For(
            published.Tenant, published.Record, e.Generation, e.Number, approver.Person, e.ContentHash, published.At));

    private static Notice Reminded(
        PublishedEvent published, ApprovalReminded e, Approver approver, ApprovalLinks links) => About(
        "reminded", e.Subject, approver, $"You have not yet decided on {e.Subject.Number}.",
        Details(e.Subject, e.Requester?.Value, e.Name, e.DueAt, approver),
        links.For(
            published.Tenant, published.Record, e.Generation, e.Number, approver.Person, e.ContentHash, published.At));

    private static Notice About(
        string kind, ApprovalSubject subject, Approver approver, string sentence, Details details, string link) => new(
        kind, [approver.Person.Value], new($"[{subject.Number}] {subject.Title}",
        [
            new Paragraph(sentence), details, new Button("Read it and decide", link),
            new Paragraph("The link is for you alone, and good for seven days. Opening it decides nothing."),
        ]));

    private static Details Details(
        ApprovalSubject subject, string? requester, string stage, Instant? dueAt, Approver approver)
    {
        var rows = new List<Detail> { new("Change", subject.Number), new("Title", subject.Title), new("Stage", stage) };
        if (requester is not null) rows.Add(new("Asked by", requester));
        if (approver.OnBehalfOf is { } away) rows.Add(new("On behalf of", away.Value));
        if (dueAt is { } due) rows.Add(new("Decide by", due.ToString("yyyy-MM-dd HH:mm 'UTC'", null)));
        return new([.. rows]);
    }
}
