using System.Collections.Immutable;
using ItsmServerless.Kernel.Languages;
using ItsmServerless.Kernel.Mail;
using NodaTime;

namespace ItsmServerless.Notifications.Templates;

/// <summary>What a notice has to tell, by the names that templates use.</summary>
public sealed record MailValues(ImmutableArray<MailValue> Values)
{
    private const int LongestValue = 500;

    /// <summary>Stands for all that may be listed, as names and values.</summary>
    public const string Details = "details";

    /// <summary>The mail that a text makes for a reader. All that is put in stays text.</summary>
    public MailContent Write(TemplateText text, Reader reader) => new(
        Fill(text.Subject!, reader), [.. Paragraphs(text.Body!).Select(paragraph => Block(paragraph, reader))])
    {
        Language = reader.Language,
    };

    private static IEnumerable<string> Paragraphs(string body) => body.ReplaceLineEndings("\n")
        .Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private MailBlock Block(string paragraph, Reader reader) => Placeholders.Only(paragraph) switch
    {
        Details => new Details([.. Values.Where(value => value.IsDetail).Select(value => Row(value, reader))]),
        { } name when Find(name) is { IsQuoted: true } quoted => new Quotation(quoted.Text),
        _ => new Paragraph(Fill(paragraph, reader)),
    };

    private string Fill(string text, Reader reader) => Placeholders.Fill(
        text, name => Find(name) is { } value ? HeaderText.Line(value.In(reader), LongestValue) : "");

    private static Detail Row(MailValue value, Reader reader) =>
        new(ValueNames.InEach.In(reader.Language)(value.Name), value.In(reader));

    private MailValue? Find(string name) => Values.FirstOrDefault(value => value.Name == name);
}

/// <summary>One thing that a notice has to tell.</summary>
public sealed record MailValue(string Name, string Text)
{
    /// <summary>A time, which each reader has by the clock on their own wall; else null.</summary>
    public Instant? Time { get; init; }

    /// <summary>What somebody wrote: alone in a paragraph it is shown as a quotation.</summary>
    public bool IsQuoted { get; init; }

    /// <summary>Whether it belongs to <see cref="MailValues.Details"/>.</summary>
    public bool IsDetail { get; init; }

    /// <summary>As a reader has it.</summary>
    public string In(Reader reader) => Time is { } at ? reader.When(at)
        : Name == "metric" ? ValueNames.Metrics.In(reader.Language)(Text)
        : Text;
}
