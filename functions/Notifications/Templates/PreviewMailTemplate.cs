using System.Collections.Immutable;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Languages;
using ItsmServerless.Kernel.Mail;
using ItsmServerless.Kernel.Outcomes;
using NodaTime;

namespace ItsmServerless.Notifications.Templates;

/// <summary>An admin looks at what a text would make, of an incident that does not exist. Nothing is kept or
/// sent.</summary>
/// <param name="Kind">A name of <see cref="NoticeKind"/>.</param>
/// <param name="Language">In which values are written; English when not given.</param>
public sealed record PreviewMailTemplate(string? Kind, string? Subject, string? Body, string? Language = null)
    : IBody<PreviewMailTemplate>
{
    private const int LongestSubject = 200;

    private static readonly MailValues Sample = new(
    [
        new("number", "INC-000042") { IsDetail = true },
        new("title", "Printer on fire") { IsDetail = true },
        new("priority", "P2") { IsDetail = true },
        new("state", "in_progress") { IsDetail = true },
        new("agreement", "gold") { IsDetail = true },
        new("metric", "first_response") { IsDetail = true },
        new("due", "") { IsDetail = true, Time = Instant.FromUtc(2026, 11, 22, 9, 30) },
        new("percent", "75"),
        new("text", "Have you tried water?\nIt helped last time.") { IsQuoted = true },
    ]);

    private TemplateText Text => new(Subject, Body);

    /// <inheritdoc/>
    public static IEnumerable<FieldError> Validate(PreviewMailTemplate body) =>
    [
        .. Check.Present("/kind", body.Kind),
        .. Check.OneOf("/kind", body.Kind, [.. NoticeKind.All.Select(kind => kind.Name)]),
        .. PutMailTemplate.Validate("", body.Text),
        .. Check.OneOf("/language", body.Language, Words<Language>.All),
    ];

    /// <summary>The mail, or the refusal of what could not be put.</summary>
    public Outcome<MailPreview> Preview()
    {
        ImmutableArray<FieldError> unknown = [.. PutMailTemplate.Unknown("", NoticeKind.Of(Kind!)!, Text)];
        if (!unknown.IsEmpty) return Problem.Validation(unknown);
        var content = Sample.Write(Text, Reader.Of(Language, timeZone: null));
        return new MailPreview(
            HeaderText.Line(content.Subject, LongestSubject), MailWriting.Text(content, canBeAnswered: false),
            MailWriting.Page(content, canBeAnswered: false));
    }
}

/// <summary>What a mail would say.</summary>
public sealed record MailPreview(string Subject, string Text, string Html);
