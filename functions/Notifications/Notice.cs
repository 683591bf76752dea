using System.Collections.Immutable;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Notifications.Templates;

namespace ItsmServerless.Notifications;

/// <summary>What an event asks to be told, before it is known who stands behind its recipients.</summary>
/// <param name="Kind">Which of an event's notices it is; part of what makes it unique.</param>
/// <param name="To">Addresses, <c>group:key</c>, <c>teams:key</c>, <see cref="ManagerOf"/> an address, or
/// <see cref="Desk"/>; what names nobody is told to the desk.</param>
public sealed record Notice(string Kind, ImmutableArray<string> To, MailContent Content)
{
    /// <summary>The setting <c>Mail:DeskAddress</c> as a recipient.</summary>
    public const string Desk = "desk";

    /// <summary>Before an address: the manager of that person.</summary>
    public const string ManagerOf = "manager:";

    /// <summary>One mail for all recipients instead of one each; such a mail carries no address for answers.</summary>
    public bool InOneMail { get; init; }

    /// <summary>Whether recipients who have a Teams channel of their own get it as a card as well.</summary>
    public bool IsCardToo { get; init; }

    /// <summary>Whether an answer becomes a comment on the record.</summary>
    public bool CanBeAnswered { get; init; }

    /// <summary>What it has to tell, where each reader has it in their language and the tenant's words; null where
    /// <see cref="Content"/> is for all. Then that says it in English and our words.</summary>
    public MailValues? Values { get; init; }

    /// <summary>What keeps it from being sent too often.</summary>
    public NoticeLimit Limit { get; init; }

    /// <summary>Where an answer goes that is no comment but a decision; null for nowhere.</summary>
    public EmailAddress? DecisionTo { get; init; }

    /// <summary>Whether an answer is read at all.</summary>
    public bool TakesAnswers => CanBeAnswered || DecisionTo is not null;

    /// <summary>Whoever caused the event need not be told of it.</summary>
    public EmailAddress? Except { get; init; }

    /// <summary>The Message-ID of the mail that this one directly answers; null when it answers none.</summary>
    public string? Answers { get; init; }
}

/// <summary>What keeps notices of a kind from being sent too often.</summary>
public enum NoticeLimit
{
    /// <summary>Nothing: it follows from no mail that comes in.</summary>
    None,
    /// <summary>It follows from what somebody wrote, so two machines could keep each other at it.</summary>
    Conversation,
    /// <summary>The first word to somebody whom the tenant does not know.</summary>
    FirstContact,
}
