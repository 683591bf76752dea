using System.Collections.Immutable;
using ItsmServerless.Kernel.Languages;

namespace ItsmServerless.Notifications;

/// <summary>What a mail says, before it is written as text and as HTML.</summary>
/// <param name="Subject">May hold anything; it becomes one line.</param>
/// <remarks>There are no templates that text is put into: what a person wrote stays text (OWASP ASVS 1.3.7).</remarks>
public sealed record MailContent(string Subject, ImmutableArray<MailBlock> Blocks)
{
    /// <summary>The language of the sentences that are ours.</summary>
    public Language Language { get; init; } = Language.English;
}

/// <summary>A piece of a mail.</summary>
public abstract record MailBlock;

/// <summary>A sentence of ours.</summary>
public sealed record Paragraph(string Text) : MailBlock;

/// <summary>A sentence of ours about answering the mail; a card, which nobody answers, leaves it out.</summary>
public sealed record AnswerHint(string Text) : MailBlock;

/// <summary>What somebody wrote, shown as a quotation.</summary>
public sealed record Quotation(string Text) : MailBlock;

/// <summary>Names and values, one a line.</summary>
public sealed record Details(ImmutableArray<Detail> Rows) : MailBlock;

/// <summary>A name and its value.</summary>
public sealed record Detail(string Name, string Value);

/// <summary>An address to open, made by us.</summary>
public sealed record Button(string Label, string Url) : MailBlock;
