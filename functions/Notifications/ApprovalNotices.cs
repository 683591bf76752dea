using System.Collections.Immutable;
using ItsmServerless.Approvals;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Languages;
using ItsmServerless.Kernel.Outcomes;
using NodaTime;

namespace ItsmServerless.Notifications;

/// <summary>Which event of an approval is told to whom. Pure.</summary>
/// <remarks>Each approver gets a mail of their own, and a card in a Teams channel that is theirs alone: each holds a
/// link of their own, which nobody else may see. A channel that others read, as a group's own is, is told who is asked
/// and on what, and no link.</remarks>
public static class ApprovalNotices
{
    /// <summary>Who is asked or reminded by an event, and on what; null for events that nobody is told of.</summary>
    public static Asking? Asks(PublishedEvent published) =>
        EventTypes<ApprovalEvent>.Read(published.Type, published.Data) switch
        {
            ApprovalAsked e => new(
                "asked", e.Subject, e.Requester, e.Generation, e.Number, e.Name, e.ContentHash, e.DueAt, e.Approvers,
                e.MailBallots),
            ApprovalDelegated e => new(
                "asked", e.Subject, e.Requester, e.Generation, e.Number, e.Name, e.ContentHash, e.DueAt, e.Approvers,
                e.MailBallots),
            ApprovalReminded e => new(
                "reminded", e.Subject, e.Requester, e.Generation, e.Number, e.Name, e.ContentHash, e.DueAt, e.Approvers,
                e.MailBallots),
            _ => null,
        };

    /// <summary>One notice for each approver, and one for each channel that is not one's own.</summary>
    /// <param name="people">Everybody who is asked.</param>
    /// <param name="channels">The channels of the groups that are asked, by <c>group:key</c>.</param>
    public static ImmutableArray<Notice> Of(
        PublishedEvent published, Asking asks, IReadOnlyDictionary<EmailAddress, AskedPerson> people,
        IReadOnlyDictionary<string, string> channels, ApprovalLinks links, BallotAddresses ballots) =>
    [
        .. asks.Approvers.Select(approver => Own(published, asks, approver, people[approver.Person], links, ballots)),
        .. asks.Approvers
            .SelectMany(approver => ChannelsOf(approver, people, channels).Select(channel => (channel, approver)))
            .GroupBy(one => one.channel, one => people[one.approver.Person])
            .Select(channel => ForAll(asks, channel.Key, [.. channel.DistinctBy(asked => asked.Person)])),
    ];

    /// <summary>The mail with the code that a decision by a link needs: to the approver alone, and never to a
    /// channel.</summary>
    public static Notice Code(ApprovalCodeAsked asked, string code, AskedPerson person)
    {
        var texts = ApprovalMailTexts.InEach.In(person.Reader.Language);
        return new("code", [asked.Approver.Value], new($"[{asked.Subject.Number}] {texts.Code}",
        [
            new Paragraph(texts.CodeFor(asked.Subject.Number)), new Details([new(texts.Code, code)]),
            new Paragraph(texts.CodeUntil(person.Reader.When(asked.Until))),
        ])
        { Language = person.Reader.Language });
    }

    /// <summary>How it ended, to the channels of the groups that were asked. The people are told as those of the
    /// change.</summary>
    public static ImmutableArray<Notice> Ended(
        ApprovalConcluded concluded, Approval approval, IEnumerable<string> channels) =>
    [
        .. channels.Distinct().Select(channel => new Notice("ended-all", [$"teams:{channel}"], new(
            $"[{approval.Subject.Number}] {approval.Subject.Title}",
            [
                new Paragraph($"{approval.Subject.Number} was {Words<ApprovalOutcome>.Of(concluded.Outcome)}."),
                new Details([new("Change", approval.Subject.Number), new("Title", approval.Subject.Title)]),
            ]))),
    ];

    private static IEnumerable<string> ChannelsOf(
        Approver approver, IReadOnlyDictionary<EmailAddress, AskedPerson> people,
        IReadOnlyDictionary<string, string> channels) =>
        (approver.Groups ?? []).Select(channels.GetValueOrDefault).Append(people[approver.Person].SharedChannel)
            .OfType<string>();

    private static Notice Own(
        PublishedEvent published, Asking asks, Approver approver, AskedPerson asked, ApprovalLinks links,
        BallotAddresses ballots)
    {
        var texts = ApprovalMailTexts.InEach.In(asked.Reader.Language);
        var link = links.For(
            published.Tenant, published.Record, asks.Generation, asks.Question, approver.Person, asks.ContentHash,
            published.At);
        var answers = asks.MailBallots
            ? ballots.For(
                published.Tenant, published.Record, asks.Generation, asks.Question, approver.Person, asks.ContentHash,
                published.At)
            : null;
        var sentence = asks.Kind == "asked" ? texts.Asked(asks.Subject.Number) : texts.Reminded(asks.Subject.Number);
        return new(asks.Kind, [approver.Person.Value], new(Subject(asks),
        [
            new Paragraph(sentence), Details(asks, approver, asked, texts), new Button(texts.Decide, link),
            new Paragraph(texts.LinkUntil(asked.Reader.When(published.At + Approval.LinkLife))),
            .. Hint(answers, asked.Reader.Language, texts),
        ])
        { Language = asked.Reader.Language })
        { IsCardToo = asked.SharedChannel is null, DecisionTo = answers };
    }

    private static ImmutableArray<MailBlock> Hint(EmailAddress? answers, Language language, ApprovalMailTexts texts)
    {
        if (answers is null) return [];
        var words = BallotWords.InEach.In(language);
        return [new AnswerHint(texts.AnswerWith(words.Approve, words.Reject))];
    }

    private static Notice ForAll(Asking asks, string channel, ImmutableArray<AskedPerson> asked)
    {
        var texts = ApprovalMailTexts.InEach.In(asked[0].Reader.Language);
        var names = string.Join(", ", asked.Select(one => one.Name));
        return new($"{asks.Kind}-all", [$"teams:{channel}"], new(Subject(asks),
        [
            new Paragraph(texts.AskedOthers(names, asks.Subject.Number)),
            new Details([.. About(asks, asked[0].Reader, texts)]),
        ]));
    }

    private static string Subject(Asking asks) => $"[{asks.Subject.Number}] {asks.Subject.Title}";

    private static Details Details(Asking asks, Approver approver, AskedPerson asked, ApprovalMailTexts texts)
    {
        var rows = About(asks, asked.Reader, texts);
        if (approver.OnBehalfOf is { } away) rows.Add(new(texts.OnBehalfOf, away.Value));
        return new([.. rows]);
    }

    private static List<Detail> About(Asking asks, Reader reader, ApprovalMailTexts texts)
    {
        var rows = new List<Detail>
        {
            new(texts.Change, asks.Subject.Number), new(texts.Title, asks.Subject.Title), new(texts.Stage, asks.Stage),
        };
        if (asks.Requester is { } requester) rows.Add(new(texts.RequestedBy, requester.Value));
        if (asks.DueAt is { } due) rows.Add(new(texts.DecideBy, reader.When(due)));
        return rows;
    }
}

/// <summary>What an event of an approval asks, of whom.</summary>
/// <param name="Kind"><c>asked</c> or <c>reminded</c>.</param>
/// <param name="Question">Its number within the approval.</param>
/// <param name="MailBallots">Whether the mail can be answered with the decision.</param>
public sealed record Asking(
    string Kind, ApprovalSubject Subject, EmailAddress? Requester, int Generation, int Question, string Stage,
    string ContentHash, Instant? DueAt, IReadOnlyList<Approver> Approvers, bool MailBallots);
