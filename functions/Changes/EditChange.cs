using System.Collections.Immutable;
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
    /// <param name="ask">How the new question would be put; looked at only while approvers are asked.</param>
    public static Decision<ChangeEvent> Decide(Change change, EditChange body, EmailAddress? editor, Submission ask)
    {
        if (change.HoldsWindow || change.State is ChangeState.Implemented || !change.IsOpen)
            return new Problem(ProblemCode.InvalidTransition,
                $"The change is {Words<ChangeState>.Of(change.State)}; it can be edited until it is scheduled.");
        var content = body.Over(change.Content);
        if (content.Window.Start >= content.Window.End)
            return Problem.Validation([.. ChangeFields.Window(content.Window.Start, content.Window.End)]);
        if (content == change.Content) return Decision<ChangeEvent>.Nothing;
        var edited = new ChangeEdited(content, content.Risk.Level, content.Hash(), editor ?? change.Requester);
        return change.State == ChangeState.AwaitingApproval ? AskedAnew(change, edited, ask) : edited;
    }

    private static Decision<ChangeEvent> AskedAnew(Change change, ChangeEdited edited, Submission ask)
    {
        var draft = change with
        {
            State = ChangeState.Draft,
            Content = edited.Content,
            ContentHash = edited.ContentHash,
        };
        var asked = SubmitChange.Decide(draft, ask with { Submitter = edited.Requester });
        return asked.Refusal is { } refusal ? refusal : ImmutableArray.Create<ChangeEvent>([edited, .. asked.Events]);
    }

    private ChangeContent Over(ChangeContent now) => new(
        Title.Over(now.Title)!, Description.Over(now.Description), Words<ChangeType>.Parse(Type.Value) ?? now.Type,
        Template.Over(now.Template), Risk.Value?.Over(now.Risk) ?? now.Risk, Plan.Value?.Over(now.Plan) ?? now.Plan,
        Window.Value?.Over(now.Window) ?? now.Window, Service.Over(now.Service),
        ConfigurationItems.Over(now.ConfigurationItems) ?? [],
        Owner.IsPresent ? Owner.Value is { } owner ? EmailAddress.From(owner) : null : now.Owner);

    internal static IEnumerable<FieldError> Kept<T>(string pointer, Patch<T> patch) =>
        Check.That(!patch.IsPresent || patch.Value is not null, pointer, "required",
        $"{pointer} cannot be taken away.");
}

/// <summary>A merge patch of the risk.</summary>
public sealed record EditedRisk(Patch<string> Impact = default, Patch<string> Likelihood = default)
{
    internal Risk Over(Risk now) =>
        new(Words<RiskLevel>.Parse(Impact.Value) ?? now.Impact,
        Words<RiskLevel>.Parse(Likelihood.Value) ?? now.Likelihood);

    internal IEnumerable<FieldError> Validate() =>
    [
        .. EditChange.Kept("/risk/impact", Impact), .. EditChange.Kept("/risk/likelihood", Likelihood),
        .. ChangeFields.Risk("/risk/impact", Impact.Value), .. ChangeFields.Risk("/risk/likelihood", Likelihood.Value),
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
