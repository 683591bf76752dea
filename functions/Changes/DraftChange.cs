using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using NodaTime;

namespace ItsmServerless.Changes;

/// <summary>A request for change, written down.</summary>
/// <param name="Type">A word of <see cref="ChangeType"/>.</param>
/// <param name="Template">The key of the template that it follows. What the template gives may be left out.</param>
/// <param name="Owner">Who answers for the change; for a change that a machine writes, also who asks for it.</param>
[FieldsOf(typeof(ChangeRights))]
public sealed record DraftChange(
    string? Title, string? Type, DraftedRisk? Risk, DraftedPlan? Plan, DraftedWindow? Window,
    string? Description = null,
    string? Template = null, string? Service = null, IReadOnlyList<string>? ConfigurationItems = null,
    string? Owner = null) : IBody<DraftChange>
{
    /// <inheritdoc/>
    public static IEnumerable<FieldError> Validate(DraftChange body) =>
    [
        .. body.Template is null ? body.Missing() : [],
        .. body.Title is null ? [] : ChangeFields.Title(body.Title),
        .. ChangeFields.Description(body.Description),
        .. Check.Present("/type", body.Type),
        .. ChangeFields.Type(body.Type),
        .. ChangeFields.Template(body.Template),
        .. body.Risk?.Validate() ?? [],
        .. body.Plan?.Validate() ?? [],
        .. body.Window?.Validate() ?? [],
        .. ChangeFields.Service(body.Service),
        .. ChangeFields.ConfigurationItems(body.ConfigurationItems),
        .. ChangeFields.Owner(body.Owner),
    ];

    /// <summary>Possible for an id that is new, when nothing is missing that neither the caller nor the template
    /// gives.</summary>
    /// <param name="requester">The person behind the credential; null for a machine.</param>
    public static Decision<ChangeEvent> Decide(
        Change? existing, DraftChange body, string number, EmailAddress? requester, ContentModels models)
    {
        if (existing is not null)
            return new Problem(ProblemCode.AlreadyExists, $"Change {existing.Number} exists already.");
        var whole = models.Template is { } template ? body.After(template) : body;
        if (whole.Missing().ToArray() is { Length: > 0 } missing) return Problem.Validation([.. missing]);
        var content = models.Complete(whole.ToContent(models.Template?.Tasks));
        FieldError[] flaws = [.. models.Flaws(content), .. models.UnknownAnswers(body.Risk?.Answers)];
        return flaws.Length > 0
            ? Problem.Validation([.. flaws])
            : new ChangeDrafted(number, content, content.Risk.Level, content.Hash(), requester ?? content.Owner);
    }

    /// <summary>What a change cannot be without.</summary>
    private IEnumerable<FieldError> Missing() =>
    [
        .. Check.Present("/title", Title),
        .. Check.Present("/risk", Risk),
        .. Check.Present("/plan", Plan),
        .. Check.Present("/window", Window),
        .. Window is { } window ? Check.Present("/window/end", window.End) : [],
    ];

    private DraftChange After(ChangeTemplate template) => this with
    {
        Title = Title ?? template.Title,
        Description = Description ?? template.Description,
        Risk = Risk ?? DraftedRisk.Of(template.Risk),
        Plan = Plan ?? DraftedPlan.Of(template.Plan),
        Window = Window is { End: null } open ? open.Lasting(template.Duration) : Window,
        Service = Service ?? template.Service,
        ConfigurationItems = ConfigurationItems ?? template.ConfigurationItems,
    };

    private ChangeContent ToContent(IReadOnlyList<PlannedTask>? tasks) => new(
        Title!, Description, Words<ChangeType>.Parse(Type)!.Value, Template, Risk!.Value, Plan!.Value, Window!.Value,
        Service, ConfigurationItems ?? [], Owner is null ? null : EmailAddress.From(Owner), null,
        tasks is { Count: > 0 } ? tasks : null);
}

/// <summary>What can go wrong: words of <see cref="RiskLevel"/>.</summary>
/// <param name="Answers">To the tenant's questionnaire: answers' keys by questions' keys.</param>
public sealed record DraftedRisk(
    string? Impact, string? Likelihood, IReadOnlyDictionary<string, string>? Answers = null)
{
    internal Risk Value =>
        new(Words<RiskLevel>.Parse(Impact)!.Value, Words<RiskLevel>.Parse(Likelihood)!.Value, Answers);

    internal static DraftedRisk Of(Risk risk) =>
        new(Words<RiskLevel>.Of(risk.Impact), Words<RiskLevel>.Of(risk.Likelihood));

    internal IEnumerable<FieldError> Validate() =>
    [
        .. Check.Present("/risk/impact", Impact),
        .. ChangeFields.Risk("/risk/impact", Impact),
        .. Check.Present("/risk/likelihood", Likelihood),
        .. ChangeFields.Risk("/risk/likelihood", Likelihood),
        .. ChangeFields.Answers("/risk/answers", Answers),
    ];
}

/// <summary>How it is made, undone and proved: all three, whatever the type.</summary>
public sealed record DraftedPlan(string? Implementation, string? Backout, string? Test)
{
    internal Plan Value => new(Implementation!, Backout!, Test!);

    internal static DraftedPlan Of(Plan plan) => new(plan.Implementation, plan.Backout, plan.Test);

    internal IEnumerable<FieldError> Validate() =>
    [
        .. ChangeFields.PlanStep("/plan/implementation", Implementation),
        .. ChangeFields.PlanStep("/plan/backout", Backout),
        .. ChangeFields.PlanStep("/plan/test", Test),
    ];
}

/// <summary>When it is made; the end is after the start.</summary>
/// <param name="End">May be left out where a template says how long it takes.</param>
public sealed record DraftedWindow(Instant? Start, Instant? End)
{
    internal Window Value => new(Start!.Value, End!.Value);

    internal DraftedWindow Lasting(Duration? time) => this with { End = Start + time };

    internal IEnumerable<FieldError> Validate() =>
    [
        .. Check.Present("/window/start", Start),
        .. Start is { } start && End is { } end ? ChangeFields.Window(start, end) : [],
    ];
}
