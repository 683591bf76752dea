using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using NodaTime;

namespace ItsmServerless.Changes;

/// <summary>A change as callers see it.</summary>
/// <param name="ContentHash">What votes are bound to; the content is title to owner without riskLevel (README of
/// this folder).</param>
/// <param name="Generation">How often approvers were asked.</param>
public sealed record ChangeView(
    RecordId Id, string Number, string Practice, ChangeState State, string Title, string? Description, ChangeType Type,
    string? Template, Risk Risk, RiskLevel RiskLevel, Plan Plan, Window Window, string? Service,
    IReadOnlyList<string> ConfigurationItems, EmailAddress? Owner, EmailAddress? Requester, string ContentHash,
    int Generation, PolicyVersion? Policy, string? RejectedBecause, ScheduleOverride? Override, ChangeOutcome? Outcome,
    string? OutcomeNote, IReadOnlyList<Review> Reviews, Instant CreatedAt, Instant UpdatedAt, int Version)
{
    /// <summary>The view of a record.</summary>
    public static ChangeView Of(Versioned<Change> record)
    {
        var (change, content) = (record.State, record.State.Content);
        return new(
            change.Id, change.Number, Change.Practice, change.State, content.Title, content.Description, content.Type,
            content.Template, content.Risk, content.Risk.Level, content.Plan, content.Window, content.Service,
            content.ConfigurationItems, content.Owner, change.Requester, change.ContentHash, change.Generation,
            change.Policy, change.RejectedBecause, change.Override, change.Outcome, change.OutcomeNote, change.Reviews,
            change.CreatedAt, change.UpdatedAt, record.Version);
    }
}

/// <summary>A change as lists show it: all but the long texts.</summary>
public sealed record ChangeSummary(
    RecordId Id, string Number, string Practice, ChangeState State, string Title, ChangeType Type, Risk Risk,
    RiskLevel RiskLevel, string ContentHash, Window Window, string? Service, IReadOnlyList<string> ConfigurationItems,
    EmailAddress? Owner, EmailAddress? Requester, ChangeOutcome? Outcome, Instant CreatedAt, Instant UpdatedAt)
{
    /// <summary>Whether its window is taken.</summary>
    internal bool HoldsWindow => State is ChangeState.Scheduled or ChangeState.Implementing;

    /// <summary>The summary of a change.</summary>
    public static ChangeSummary Of(Change change) => new(
        change.Id, change.Number, Change.Practice, change.State, change.Content.Title, change.Content.Type,
        change.Content.Risk, change.Content.Risk.Level, change.ContentHash, change.Content.Window,
        change.Content.Service,
        change.Content.ConfigurationItems, change.Content.Owner, change.Requester, change.Outcome, change.CreatedAt,
        change.UpdatedAt);
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

/// <summary>What happens, and may not happen, between two instants.</summary>
public sealed record ChangeCalendar(IReadOnlyList<ChangeSummary> Items, IReadOnlyList<FreezeView> Freezes);
