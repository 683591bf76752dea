using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using NodaTime;

namespace ItsmServerless.Changes;

/// <summary>A change as callers see it.</summary>
/// <param name="ContentHash">What votes are bound to; README of this folder says what is in it.</param>
/// <param name="RiskAssessment">How the level came about.</param>
/// <param name="Generation">How often approvers were asked.</param>
/// <param name="Retrospective">How the approval afterwards goes; null unless it was begun before it was
/// approved.</param>
[FieldsOf(typeof(ChangeRights))]
public sealed record ChangeView(
    RecordId Id, string Number, string Practice, ChangeState State, string Title, string? Description, ChangeType Type,
    string? Template, int? TemplateVersion, Risk Risk, RiskLevel RiskLevel, RiskAssessment RiskAssessment, Plan Plan,
    Window Window, string? Service, IReadOnlyList<string> ConfigurationItems, EmailAddress? Owner,
    IReadOnlyList<TaskView> Tasks, EmailAddress? Requester, string ContentHash, int Generation, PolicyVersion? Policy,
    string? RejectedBecause, RetrospectiveApproval? Retrospective, ScheduleOverride? Override, Instant? StartedAt,
    Instant? CompletedAt, ChangeOutcome? Outcome, string? OutcomeNote, IReadOnlyList<Review> Reviews,
    Instant CreatedAt, Instant UpdatedAt, int Version)
{
    /// <summary>The view of a record.</summary>
    public static ChangeView Of(Versioned<Change> record)
    {
        var (change, content) = (record.State, record.State.Content);
        return new(
            change.Id, change.Number, Change.Practice, change.State, content.Title, content.Description, content.Type,
            content.Template, content.TemplateVersion, content.Risk, content.Risk.Level,
            RiskAssessment.Of(content.Risk), content.Plan, content.Window, content.Service,
            content.ConfigurationItems, content.Owner, TaskView.Of(change), change.Requester, change.ContentHash,
            change.Generation, change.Policy, change.RejectedBecause, change.Retrospective, change.Override,
            change.StartedAt, change.CompletedAt, change.Outcome, change.OutcomeNote, change.Reviews,
            change.CreatedAt, change.UpdatedAt, record.Version);
    }
}

/// <summary>A task of a change as callers see it, in the order of the plan.</summary>
/// <param name="At">When it was moved last, and <paramref name="By"/> whom; null while nobody has.</param>
public sealed record TaskView(
    int Number, string Title, EmailAddress? Owner, int Order, int? After, TaskState State, string? Reason, Instant? At,
    Actor? By)
{
    /// <summary>All tasks, in the order of the plan.</summary>
    public static IReadOnlyList<TaskView> Of(Change change) =>
    [
        .. change.Content.AllTasks.OrderBy(task => task.Order).ThenBy(task => task.Number)
            .Select(task => Of(task, change.TaskStates.FirstOrDefault(each => each.Number == task.Number))),
    ];

    /// <summary>The task that was added last.</summary>
    public static TaskView Newest(Change change) => Of(change).MaxBy(task => task.Number)!;

    private static TaskView Of(PlannedTask task, TaskProgress? progress) => new(
        task.Number, task.Title, task.Owner, task.Order, task.After, progress?.State ?? TaskState.Open,
        progress?.Reason, progress?.At, progress?.By);
}

/// <summary>A change as lists show it: all but the long texts.</summary>
/// <param name="Implementers">The owner and the owners of tasks; null in rows from before there were tasks.</param>
[FieldsOf(typeof(ChangeRights))]
public sealed record ChangeSummary(
    RecordId Id, string Number, string Practice, ChangeState State, string Title, ChangeType Type, Risk Risk,
    RiskLevel RiskLevel, string ContentHash, Window Window, string? Service, IReadOnlyList<string> ConfigurationItems,
    EmailAddress? Owner, EmailAddress? Requester, ChangeOutcome? Outcome, Instant CreatedAt, Instant UpdatedAt,
    Instant? StartedAt = null, Instant? CompletedAt = null, IReadOnlyList<EmailAddress>? Implementers = null)
{
    /// <summary>Whether its window is taken.</summary>
    internal bool HoldsWindow => State is ChangeState.Scheduled or ChangeState.Implementing;

    /// <summary>The summary of a change.</summary>
    public static ChangeSummary Of(Change change) => new(
        change.Id, change.Number, Change.Practice, change.State, change.Content.Title, change.Content.Type,
        change.Content.Risk, change.Content.Risk.Level, change.ContentHash, change.Content.Window,
        change.Content.Service,
        change.Content.ConfigurationItems, change.Content.Owner, change.Requester, change.Outcome, change.CreatedAt,
        change.UpdatedAt, change.StartedAt, change.CompletedAt, [.. change.Content.Implementers]);
}

/// <summary>A freeze as callers see it.</summary>
public sealed record FreezeView(
    string Key, string Name, Instant From, Instant Until, IReadOnlyList<string> Services,
    IReadOnlyList<ChangeType> Types, int Version)
{
    /// <summary>The view of a freeze.</summary>
    public static FreezeView Of(Freeze freeze) => new(
        freeze.Key, freeze.Name, freeze.From, freeze.Until, freeze.Services, freeze.Types, freeze.Version);
}
