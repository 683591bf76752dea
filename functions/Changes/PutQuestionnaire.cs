using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Changes;

/// <summary>The questionnaire as a whole; no questions at all ask nothing.</summary>
public sealed record PutQuestionnaire(IReadOnlyList<PutQuestion>? Questions, PutThresholds? Thresholds)
    : IBody<PutQuestionnaire>
{
    private const int MostQuestions = 20;

    /// <inheritdoc/>
    public static IEnumerable<FieldError> Validate(PutQuestionnaire body) =>
    [
        .. Check.Present("/questions", body.Questions),
        .. Check.Count("/questions", body.Questions, 0, MostQuestions),
        .. Check.Each("/questions", body.Questions, PutQuestion.Validate),
        .. PutQuestion.Twice("/questions", (body.Questions ?? []).Select(question => question?.Key)),
        .. Check.Present("/thresholds", body.Thresholds),
        .. body.Thresholds?.Validate() ?? [],
        .. DocumentSize.Check("", body),
    ];

    /// <summary>Always possible; what was before stays readable by its version.</summary>
    public static Decision<ChangeQuestionnaireEvent> Decide(PutQuestionnaire body) => new ChangeQuestionnairePut(
        [.. body.Questions!.Select(question => question.Value)],
        new(body.Thresholds!.Medium!.Value, body.Thresholds.High!.Value));
}

/// <summary>A question, with its answers.</summary>
public sealed record PutQuestion(string? Key, string? Text, IReadOnlyList<PutAnswer>? Answers)
{
    private const int MostAnswers = 20;
    private const int LongestText = 500;

    internal RiskQuestion Value => new(Key!, Text!, [.. Answers!.Select(answer => answer.Value)]);

    internal static IEnumerable<FieldError> Validate(string pointer, PutQuestion? body) => body is null
        ? Check.Present(pointer, null)
        :
        [
            .. Check.Key($"{pointer}/key", body.Key),
            .. ChangeFields.Line($"{pointer}/text", body.Text, LongestText, required: true),
            .. Check.Present($"{pointer}/answers", body.Answers),
            .. Check.Count($"{pointer}/answers", body.Answers, 1, MostAnswers),
            .. Check.Each($"{pointer}/answers", body.Answers, PutAnswer.Validate),
            .. Twice($"{pointer}/answers", (body.Answers ?? []).Select(answer => answer?.Key)),
        ];

    /// <summary>Keys that are there before.</summary>
    internal static IEnumerable<FieldError> Twice(string pointer, IEnumerable<string?> keys) =>
        keys.Select((key, index) => (Key: key, Index: index)).Where(each => each.Key is not null)
            .GroupBy(each => each.Key).SelectMany(same => same.Skip(1))
            .Select(each => new FieldError(
                $"{pointer}/{each.Index}/key", "duplicate", $"{pointer}/{each.Index}/key {each.Key} is there before."));
}

/// <summary>An answer.</summary>
/// <param name="Points">What it adds; may be negative.</param>
public sealed record PutAnswer(string? Key, string? Text, int? Points)
{
    private const int MostPoints = 1000;
    private const int LongestText = 500;

    internal RiskAnswer Value => new(Key!, Text!, Points!.Value);

    internal static IEnumerable<FieldError> Validate(string pointer, PutAnswer? body) => body is null
        ? Check.Present(pointer, null)
        :
        [
            .. Check.Key($"{pointer}/key", body.Key),
            .. ChangeFields.Line($"{pointer}/text", body.Text, LongestText, required: true),
            .. Check.Present($"{pointer}/points", body.Points),
            .. Check.That(
                body.Points is null or (>= -MostPoints and <= MostPoints), $"{pointer}/points", "range",
                $"{pointer}/points is not a number from -{MostPoints} to {MostPoints}."),
        ];
}

/// <summary>From how many points on a risk is medium, and high; the second is above the first.</summary>
public sealed record PutThresholds(int? Medium, int? High)
{
    internal IEnumerable<FieldError> Validate() =>
    [
        .. Check.Present("/thresholds/medium", Medium),
        .. Check.Present("/thresholds/high", High),
        .. Check.That(
            Medium is null || High is null || Medium < High, "/thresholds/high", "order",
            $"/thresholds/high {High} is not above /thresholds/medium {Medium}."),
    ];
}
