using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Mail;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Notifications.Templates;

/// <summary>An admin says what mails of a kind say. A language that is left out is written to in our words.</summary>
public sealed record PutMailTemplate(TemplateTexts? Texts) : IBody<PutMailTemplate>
{
    private const int LongestSubject = 200;
    private const int LongestBody = 5_000;

    /// <inheritdoc/>
    public static IEnumerable<FieldError> Validate(PutMailTemplate body) =>
    [
        .. Check.Present("/texts", body.Texts),
        .. Validate("/texts/en", body.Texts?.En), .. Validate("/texts/de", body.Texts?.De),
        .. Validate("/texts/fr", body.Texts?.Fr), .. Validate("/texts/es", body.Texts?.Es),
    ];

    /// <summary>The whole template is replaced. What it puts in must be what mails of the kind can tell.</summary>
    public static Decision<MailTemplateEvent> Decide(NoticeKind kind, PutMailTemplate body)
    {
        var texts = body.Texts!;
        FieldError[] errors =
        [
            .. Unknown("/texts/en", kind, texts.En), .. Unknown("/texts/de", kind, texts.De),
            .. Unknown("/texts/fr", kind, texts.Fr), .. Unknown("/texts/es", kind, texts.Es),
        ];
        return errors.Length > 0 ? Problem.Validation([.. errors]) : new MailTemplatePut(kind.Name, texts);
    }

    /// <summary>A missing text passes.</summary>
    internal static IEnumerable<FieldError> Validate(string pointer, TemplateText? text) => text is null
        ? []
        :
        [
            .. Check.Text($"{pointer}/subject", text.Subject, 1, LongestSubject),
            .. Check.That(
                text.Subject is null || HeaderText.Line(text.Subject, LongestSubject) == text.Subject,
                $"{pointer}/subject", "one_line", $"{pointer}/subject is not one line that can be read."),
            .. Check.Text($"{pointer}/body", text.Body, 1, LongestBody),
        ];

    /// <summary>The refusal of names that mean nothing in mails of a kind; a missing text passes.</summary>
    internal static IEnumerable<FieldError> Unknown(string pointer, NoticeKind kind, TemplateText? text) => text is null
        ? []
        : [.. Unknown($"{pointer}/subject", kind, text.Subject), .. Unknown($"{pointer}/body", kind, text.Body)];

    private static IEnumerable<FieldError> Unknown(string pointer, NoticeKind kind, string? text) =>
        Placeholders.In(text ?? "").Except(kind.Placeholders).Select(name => new FieldError(
            pointer, "unknown_placeholder",
            $"{pointer} has {{{{{name}}}}}; mails of kind {kind.Name} know {string.Join(", ", kind.Placeholders)}."));
}
