using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using NodaTime;

namespace ItsmServerless.Changes;

/// <summary>A request for change, written down.</summary>
/// <param name="Type">A word of <see cref="ChangeType"/>.</param>
/// <param name="Template">The model that a standard change follows, by the name the tenant gives it.</param>
/// <param name="Owner">Who answers for the change; for a change that a machine writes, also who asks for it.</param>
public sealed record DraftChange(
    string? Title, string? Type, DraftedRisk? Risk, DraftedPlan? Plan, DraftedWindow? Window,
    string? Description = null,
    string? Template = null, string? Service = null, IReadOnlyList<string>? ConfigurationItems = null,
    string? Owner = null) : IBody<DraftChange>
{
    /// <inheritdoc/>
    public static IEnumerable<FieldError> Validate(DraftChange body) =>
    [
        .. ChangeFields.Title(body.Title),
        .. ChangeFields.Description(body.Description),
        .. Check.Present("/type", body.Type),
        .. ChangeFields.Type(body.Type),
        .. ChangeFields.Template(body.Template),
        .. Check.Present("/risk", body.Risk),
        .. body.Risk?.Validate() ?? [],
        .. Check.Present("/plan", body.Plan),
        .. body.Plan?.Validate() ?? [],
        .. Check.Present("/window", body.Window),
        .. body.Window?.Validate() ?? [],
        .. ChangeFields.Service(body.Service),
        .. ChangeFields.ConfigurationItems(body.ConfigurationItems),
        .. ChangeFields.Owner(body.Owner),
    ];

    /// <summary>Always possible for an id that is new.</summary>
    /// <param name="requester">The person behind the credential; null for a machine.</param>
    public static Decision<ChangeEvent> Decide(Change? existing, DraftChange body, string number,
    EmailAddress? requester)
    {
        if (existing is not null)
            return new Problem(ProblemCode.AlreadyExists, $"Change {existing.Number} exists already.");
        var content = body.ToContent();
        return new ChangeDrafted(number, content, content.Risk.Level, content.Hash(), requester ?? content.Owner);
    }

    private ChangeContent ToContent() => new(
        Title!, Description, Words<ChangeType>.Parse(Type)!.Value, Template, Risk!.Value, Plan!.Value, Window!.Value,
        Service, ConfigurationItems ?? [], Owner is null ? null : EmailAddress.From(Owner));
}

/// <summary>What can go wrong: words of <see cref="RiskLevel"/>.</summary>
public sealed record DraftedRisk(string? Impact, string? Likelihood)
{
    internal Risk Value => new(Words<RiskLevel>.Parse(Impact)!.Value, Words<RiskLevel>.Parse(Likelihood)!.Value);

    internal IEnumerable<FieldError> Validate() =>
    [
        .. Check.Present("/risk/impact", Impact),
        .. ChangeFields.Risk("/risk/impact", Impact),
        .. Check.Present("/risk/likelihood", Likelihood),
        .. ChangeFields.Risk("/risk/likelihood", Likelihood),
    ];
}

/// <summary>How it is made, undone and proved: all three, whatever the type.</summary>
public sealed record DraftedPlan(string? Implementation, string? Backout, string? Test)
{
    internal Plan Value => new(Implementation!, Backout!, Test!);

    internal IEnumerable<FieldError> Validate() =>
    [
        .. ChangeFields.PlanStep("/plan/implementation", Implementation),
        .. ChangeFields.PlanStep("/plan/backout", Backout),
        .. ChangeFields.PlanStep("/plan/test", Test),
    ];
}

/// <summary>When it is made; the end is after the start.</summary>
public sealed record DraftedWindow(Instant? Start, Instant? End)
{
    internal Window Value => new(Start!.Value, End!.Value);

    internal IEnumerable<FieldError> Validate() =>
    [
        .. Check.Present("/window/start", Start),
        .. Check.Present("/window/end", End),
        .. Start is { } start && End is { } end ? ChangeFields.Window(start, end) : [],
    ];
}
