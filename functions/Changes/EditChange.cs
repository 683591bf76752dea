using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using NodaTime;

namespace ItsmServerless.Changes;

/// <summary>A merge patch (RFC 7396) of a change's content: absent members stay, null takes away, lists are
/// replaced.</summary>
/// <remarks>What a change must have cannot be taken away. An edit after the decision makes the change a draft
/// again; one while the
/// approvers are asked voids their ballots and asks them anew.</remarks>
[FieldsOf(typeof(ChangeRights))]
public sealed record EditChange(
    Patch<string> Title = default, Patch<string> Description = default, Patch<string> Type = default,
    Patch<string> Template = default, Patch<EditedRisk> Risk = default, Patch<EditedPlan> Plan = default,
    Patch<EditedWindow> Window = default, Patch<string> Service = default,
    Patch<IReadOnlyList<string>> ConfigurationItems = default, Patch<string> Owner = default) : IBody<EditChange>
{
    /// <inheritdoc/>
    public static IEnumerable<FieldError> Validate(EditChange body) =>
    [
        .. Kept("/title", body.Title), .. Kept("/type", body.Type), .. Kept("/risk", body.Risk),
        .. Kept("/plan", body.Plan), .. Kept("/window", body.Window),
        .. body.Title.Value is { } title ? ChangeFields.Title(title) : [],
        .. ChangeFields.Description(body.Description.Value),
        .. ChangeFields.Type(body.Type.Value),
        .. ChangeFields.Template(body.Template.Value),
        .. body.Risk.Value?.Validate() ?? [],
        .. body.Plan.Value?.Validate() ?? [],
        .. body.Window.Value?.Validate() ?? [],
        .. ChangeFields.Service(body.Service.Value),
        .. ChangeFields.ConfigurationItems(body.ConfigurationItems.Value),
        .. ChangeFields.Owner(body.Owner.Value),
    ];

    /// <summary>Possible until the window is reserved. What differs is recorded, with the question put anew if it
    /// was open.</summary>
    public static Decision<ChangeEvent> Decide(Change change, EditChange body, EmailAddress? editor, Submission ask)
    {
        FieldError[] unknown = [.. ask.Models.UnknownAnswers(body.Risk.Value?.Answers.Value)];
        return unknown.Length > 0
            ? Problem.Validation([.. unknown])
            : ContentEdit.Decide(change, body.Over(change.Content), editor, ask);
    }

    private ChangeContent Over(ChangeContent now) => now with
    {
        Title = Title.Over(now.Title)!,
        Description = Description.Over(now.Description),
        Type = Words<ChangeType>.Parse(Type.Value) ?? now.Type,
        Template = Template.Over(now.Template),
        Risk = Risk.Value?.Over(now.Risk) ?? now.Risk,
        Plan = Plan.Value?.Over(now.Plan) ?? now.Plan,
        Window = Window.Value?.Over(now.Window) ?? now.Window,
        Service = Service.Over(now.Service),
        ConfigurationItems = ConfigurationItems.Over(now.ConfigurationItems) ?? [],
        Owner = Owner.IsPresent ? Owner.Value is { } owner ? EmailAddress.From(owner) : null : now.Owner,
    };

    internal static IEnumerable<FieldError> Kept<T>(string pointer, Patch<T> patch) =>
        Check.That(!patch.IsPresent || patch.Value is not null, pointer, "required",
        $"{pointer} cannot be taken away.");
}

/// <summary>A merge patch of the risk; answers are replaced as a whole.</summary>
public sealed record EditedRisk(
    Patch<string> Impact = default, Patch<string> Likelihood = default,
    Patch<IReadOnlyDictionary<string, string>> Answers = default)
{
    internal Risk Over(Risk now) => new(
        Words<RiskLevel>.Parse(Impact.Value) ?? now.Impact, Words<RiskLevel>.Parse(Likelihood.Value) ?? now.Likelihood,
        Answers.Over(now.Answers));

    internal IEnumerable<FieldError> Validate() =>
    [
        .. EditChange.Kept("/risk/impact", Impact), .. EditChange.Kept("/risk/likelihood", Likelihood),
        .. ChangeFields.Risk("/risk/impact", Impact.Value), .. ChangeFields.Risk("/risk/likelihood", Likelihood.Value),
        .. ChangeFields.Answers("/risk/answers", Answers.Value),
    ];
}

/// <summary>A merge patch of the plan.</summary>
public sealed record EditedPlan(
    Patch<string> Implementation = default, Patch<string> Backout = default, Patch<string> Test = default)
{
    internal Plan Over(Plan now) =>
        new(Implementation.Over(now.Implementation)!, Backout.Over(now.Backout)!, Test.Over(now.Test)!);

    internal IEnumerable<FieldError> Validate() =>
        [.. Step("/plan/implementation", Implementation), .. Step("/plan/backout", Backout),
        .. Step("/plan/test", Test)];

    private static IEnumerable<FieldError> Step(string pointer, Patch<string> step) =>
        step.IsPresent ? ChangeFields.PlanStep(pointer, step.Value) : [];
}

/// <summary>A merge patch of the window.</summary>
public sealed record EditedWindow(Patch<Instant?> Start = default, Patch<Instant?> End = default)
{
    internal Window Over(Window now) => new(Start.Over(now.Start)!.Value, End.Over(now.End)!.Value);

    internal IEnumerable<FieldError> Validate() =>
        [.. EditChange.Kept("/window/start", Start), .. EditChange.Kept("/window/end", End)];
}
