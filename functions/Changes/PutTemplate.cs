using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;
using NodaTime;

namespace ItsmServerless.Changes;

/// <summary>A template as a whole; changes that took an earlier version keep it.</summary>
/// <param name="Duration">How long the window of such a change is: a minute to 30 days.</param>
public sealed record PutTemplate(
    string? Title, DraftedPlan? Plan, DraftedRisk? Risk, string? Description = null, string? Service = null,
    IReadOnlyList<string>? ConfigurationItems = null, IReadOnlyList<PutTemplateTask>? Tasks = null,
    Duration? Duration = null) : IBody<PutTemplate>
{
    private static readonly Duration Shortest = NodaTime.Duration.FromMinutes(1);
    private static readonly Duration Longest = NodaTime.Duration.FromDays(30);

    /// <inheritdoc/>
    public static IEnumerable<FieldError> Validate(PutTemplate body) =>
    [
        .. ChangeFields.Title(body.Title),
        .. ChangeFields.Description(body.Description),
        .. Check.Present("/plan", body.Plan),
        .. body.Plan?.Validate() ?? [],
        .. Check.Present("/risk", body.Risk),
        .. body.Risk?.Validate() ?? [],
        .. Check.That(body.Risk?.Answers is null, "/risk/answers", "not_allowed",
            "/risk/answers are not asked of standard changes."),
        .. ChangeFields.Service(body.Service),
        .. ChangeFields.ConfigurationItems(body.ConfigurationItems),
        .. Check.Count("/tasks", body.Tasks, 0, ChangeFields.MostTasks),
        .. Check.Each("/tasks", body.Tasks, PutTemplateTask.Validate),
        .. Check.That(
            body.Duration is null || (body.Duration >= Shortest && body.Duration <= Longest), "/duration", "range",
            "/duration is not from PT1M to P30D."),
        .. DocumentSize.Check("", body),
    ];

    /// <summary>The whole template is replaced; the key comes from the path.</summary>
    public static Decision<ChangeTemplateEvent> Decide(string key, PutTemplate body) =>
        Check.Key("key", key).ToArray() is [var bad, ..]
            ? Problem.Validation(bad)
            : new ChangeTemplatePut(
                key, body.Title!, body.Description, body.Plan!.Value, body.Risk!.Value, body.Service,
                body.ConfigurationItems ?? [], [.. (body.Tasks ?? []).Select((task, index) => task.Value(index + 1))],
                body.Duration);
}

/// <summary>A task that every change of the template has. Its number is its place in the list.</summary>
/// <param name="After">The number of a task before it in the list.</param>
public sealed record PutTemplateTask(string? Title, string? Owner = null, int? Order = null, int? After = null)
{
    internal PlannedTask Value(int number) => new(
        number, Title!, Owner is null ? null : Kernel.Ids.EmailAddress.From(Owner), Order ?? number, After);

    internal static IEnumerable<FieldError> Validate(string pointer, PutTemplateTask? task) => task is null
        ? Check.Present(pointer, null)
        :
        [
            .. ChangeFields.TaskTitle($"{pointer}/title", task.Title),
            .. Check.Email($"{pointer}/owner", task.Owner),
            .. ChangeFields.TaskOrder($"{pointer}/order", task.Order),
            .. Check.That(
                task.After is null || (task.After >= 1 && task.After <= PlaceOf(pointer)), $"{pointer}/after",
                "unknown_task", $"{pointer}/after is not the number of a task before it."),
        ];

    /// <summary>How many tasks stand before the one at a pointer.</summary>
    private static int PlaceOf(string pointer) => int.Parse(pointer.AsSpan(pointer.LastIndexOf('/') + 1));
}
