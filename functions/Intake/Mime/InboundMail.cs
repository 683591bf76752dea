using System.Collections.Immutable;
using ItsmServerless.Incidents;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Mail;

namespace ItsmServerless.Intake.Mime;

/// <summary>A mail as the rules see it: what a sender put into it is text and bytes by now.</summary>
/// <param name="MessageId">Without angle brackets; null when the mail has none.</param>
/// <param name="From">Whom it claims to come from. Nothing proves it.</param>
/// <param name="Recipients">Every address it was sent or delivered to.</param>
/// <param name="Answered">Message ids that it answers, the nearest first.</param>
/// <param name="Subject">One line; empty when there is none.</param>
/// <param name="Text">The whole text, from HTML where there is no other.</param>
/// <param name="Answer">The text without the quote of what it answers and without signature; never empty unless the text
/// is.</param>
public sealed record InboundMail(
    string? MessageId, Contact? From, ImmutableArray<EmailAddress> Recipients, ImmutableArray<string> Answered,
    string Subject, string Text, string Answer, MailNature Nature, ImmutableArray<MailFile> Files)
{
    /// <summary>The HTML as it came, with all that may be in it; null when there is none. Only
    /// <see cref="SafeHtml"/> may show it.</summary>
    public string? Html { get; init; }

    /// <summary>What is known of its sender beside what it claims.</summary>
    public SenderProof Proof { get; init; } = SenderProof.None;

    /// <summary>What it says of another mail that was sent; null when it says nothing of one.</summary>
    public DeliveryReport? Report { get; init; }

    /// <summary>The marks of those who sent it on and want to know it again (X-Loop).</summary>
    public ImmutableArray<string> LoopMarks { get; init; } = [];
}

/// <summary>A file in a mail.</summary>
/// <param name="Name">For showing only.</param>
/// <param name="ContentType">A media type without parameters.</param>
public sealed record MailFile(string Name, string ContentType, ReadOnlyMemory<byte> Content)
{
    /// <summary>Without angle brackets; null when it has none. The HTML of the same mail shows it by this.</summary>
    public string? ContentId { get; init; }
}

/// <summary>Who is behind a mail.</summary>
public enum MailNature
{
    /// <summary>A person, as far as one can tell.</summary>
    Personal,
    /// <summary>Perhaps a person, but by way of a list or with the wish not to be answered by machines.</summary>
    Listed,
    /// <summary>A machine by itself: a monitor, a scanner, a newsletter.</summary>
    Automatic,
    /// <summary>A machine that answers mails, such as a notice of absence.</summary>
    AutomaticReply,
    /// <summary>A mail system about another mail: it could not be delivered, or it was read.</summary>
    Report,
}
