using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Changes;

/// <summary>What a content is checked by.</summary>
/// <param name="Template">The template that it names, at the version that it took; null when there is none.</param>
/// <param name="Questionnaire">The one in force; null when there is none.</param>
public sealed record ContentModels(ChangeTemplate? Template, ChangeQuestionnaire? Questionnaire)
{
    /// <summary>No template, no questionnaire.</summary>
    public static ContentModels None { get; } = new(null, null);

    /// <summary>The content with the template's version and what its answers make of its risk.</summary>
    public ChangeContent Complete(ChangeContent content) => content with
    {
        TemplateVersion = content.Template is null ? null : Template?.Version,
        Risk = IsAsked(content) ? Questionnaire!.Assess(content.Risk) : content.Risk with { Questionnaire = null },
    };

    /// <summary>Why a complete content cannot be taken: its template is not known, it is not standard, its answers are
    /// none.</summary>
    public IEnumerable<FieldError> Flaws(ChangeContent content) =>
    [
        .. Check.That(
            content.Template is null || Template is not null, "/template", "unknown_template",
            $"/template is {content.Template}; there is no such template."),
        .. content.IsAuthorised ? Template?.Deviations(content) ?? [] : [],
    ];

    /// <summary>Answers that a caller gives and that cannot be taken.</summary>
    public IEnumerable<FieldError> UnknownAnswers(IReadOnlyDictionary<string, string>? answers) =>
        (Questionnaire ?? Nothing).Unknown(answers);

    /// <summary>Questions that must be answered before approvers are asked.</summary>
    public IEnumerable<FieldError> Unanswered(ChangeContent content) =>
        IsAsked(content) ? Questionnaire!.Unanswered(content.Risk) : [];

    private static ChangeQuestionnaire Nothing { get; } = new(0, [], new(0, 1));

    /// <summary>The risk of what was authorised beforehand was assessed with its template.</summary>
    private bool IsAsked(ChangeContent content) => Questionnaire is not null && !content.IsAuthorised;
}
