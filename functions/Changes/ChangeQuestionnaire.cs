using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Kernel.Storage;

namespace ItsmServerless.Changes;

/// <summary>What a tenant asks about the risk of every change that is not standard. One a tenant; every put is a new
/// version.</summary>
/// <param name="Questions">None: nothing is asked.</param>
public sealed record ChangeQuestionnaire(int Version, IReadOnlyList<RiskQuestion> Questions, RiskThresholds Thresholds)
    : IRecord<ChangeQuestionnaire, ChangeQuestionnaireEvent>
{
    /// <summary>The prefix of its id.</summary>
    public const string Prefix = "qst";

    /// <summary>The only one a tenant has.</summary>
    public static RecordId Id { get; } = RecordId.Named(Prefix, "change");

    /// <inheritdoc/>
    public static string Practice => "change-questionnaire";

    /// <inheritdoc/>
    public static ChangeQuestionnaire Apply(
        ChangeQuestionnaire? state, Recorded<ChangeQuestionnaireEvent> recorded) =>
        recorded.Event is ChangeQuestionnairePut e
            ? new(recorded.Sequence, e.Questions, e.Thresholds)
            : throw new InvalidDataException($"{recorded.Record} holds {recorded.Event.GetType().Name}.");

    /// <inheritdoc/>
    public static IEnumerable<ListRow> Rows(ChangeQuestionnaire state) =>
        [new(TableNames.Settings, Practice, "change", SettingsRow.Of(state))];

    /// <summary>The risk with what its answers make of it; those to questions that are asked no more count for
    /// nothing.</summary>
    public Risk Assess(Risk risk)
    {
        if (Questions.Count == 0) return risk with { Questionnaire = null };
        var points = Questions.Sum(question => question.AnswerIn(risk)?.Points ?? 0);
        return risk with { Questionnaire = new(Version, points, Thresholds.LevelOf(points)) };
    }

    /// <summary>The questions that a risk leaves open.</summary>
    public IEnumerable<FieldError> Unanswered(Risk risk) =>
        from question in Questions
        where question.AnswerIn(risk) is null
        select new FieldError($"/risk/answers/{question.Key}", "unanswered", $"Not answered: {question.Text}");

    /// <summary>Answers that the questionnaire does not know.</summary>
    public IEnumerable<FieldError> Unknown(IReadOnlyDictionary<string, string>? answers) =>
        from given in answers ?? new Dictionary<string, string>()
        where Questions.FirstOrDefault(question => question.Key == given.Key)?.Find(given.Value) is null
        select new FieldError($"/risk/answers/{given.Key}", "unknown_answer",
            $"/risk/answers/{given.Key} is no answer to a question of the questionnaire.");
}

/// <summary>Something that is asked, with all answers there are.</summary>
public sealed record RiskQuestion(string Key, string Text, IReadOnlyList<RiskAnswer> Answers)
{
    /// <summary>The answer of a key; null when there is none.</summary>
    public RiskAnswer? Find(string? key) => Answers.FirstOrDefault(answer => answer.Key == key);

    /// <summary>What a risk answers; null when it does not.</summary>
    public RiskAnswer? AnswerIn(Risk risk) => Find(risk.Answers?.GetValueOrDefault(Key));
}

/// <summary>An answer, and how much it adds.</summary>
public sealed record RiskAnswer(string Key, string Text, int Points);

/// <summary>From how many points on a risk is medium, and high.</summary>
public sealed record RiskThresholds(int Medium, int High)
{
    /// <summary>The level of so many points.</summary>
    public RiskLevel LevelOf(int points) =>
        points >= High ? RiskLevel.High : points >= Medium ? RiskLevel.Medium : RiskLevel.Low;
}

/// <summary>What can happen to a questionnaire.</summary>
public abstract record ChangeQuestionnaireEvent;

/// <summary>The whole questionnaire as it is from here on.</summary>
[EventType("change-questionnaire.put")]
public sealed record ChangeQuestionnairePut(IReadOnlyList<RiskQuestion> Questions, RiskThresholds Thresholds)
    : ChangeQuestionnaireEvent;
