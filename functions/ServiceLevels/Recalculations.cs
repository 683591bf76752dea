using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Kernel.Storage;

namespace ItsmServerless.ServiceLevels;

/// <summary>The recalculations of a tenant's agreements.</summary>
public sealed class Recalculations(EventLog log, Lists lists, RecalculationRows rows)
{
    /// <summary>Begins one; the orchestration follows its first event.</summary>
    /// <remarks>Each has the number after the last; two that begin at once meet in one record, and one of them is
    /// refused.</remarks>
    public async Task<Outcome<Versioned<Recalculation>>> Start(
        Versioned<Agreement> agreement, Request<StartRecalculation> request, CancellationToken cancel)
    {
        var (tenant, key, asked) = (request.Caller.Tenant, agreement.State.Key, request.NewId(Recalculation.Prefix));
        var others = await Newest(tenant, key, cancel);
        var mine = others.FirstOrDefault(other => other.Request == asked);
        if (mine is null && others is [{ State: RecalculationState.Running } running, ..])
            return StartRecalculation.Running(running.Id);
        var calendar = await CalendarVersion(tenant, agreement.State.Calendar, request.Command, cancel);
        await rows.Prepare(tenant, cancel);
        for (var number = mine?.Number ?? (others is [var last, ..] ? last.Number + 1 : 1); ; number++)
        {
            var start = new RecalculationStarted(
                key, number, asked, agreement.Version, calendar, request.Body.From!.Value,
                request.Body.DryRun ?? false);
            var started = await log.Create<Recalculation, RecalculationEvent>(
                request.Command, Recalculation.IdOf(tenant, key, number),
                existing => StartRecalculation.Decide(existing, request.Body, start, request.Command.At), cancel);
            if (started.Problem?.Code != ProblemCode.AlreadyExists) return started;
        }
    }

    /// <summary>One of an agreement. One point read.</summary>
    public async Task<Outcome<Versioned<Recalculation>>> Get(
        Caller caller, string key, string id, CancellationToken cancel)
    {
        var found = RecordId.TryParse(Recalculation.Prefix, id, out var known)
            ? await log.Find<Recalculation, RecalculationEvent>(caller.Tenant, known.Value, cancel)
            : null;
        return found?.State.Agreement == key ? found : Problem.NotFound($"recalculation {id} of agreement {key}");
    }

    /// <summary>Those of an agreement, newest first. One query over their rows.</summary>
    public Task<Outcome<Page<RecalculationView>>> List(
        Caller caller, string key, Paging paging, CancellationToken cancel) => lists.Read(
        caller.Tenant, [new(TableNames.Settings, [Recalculation.ListPartition(key)])], paging,
        row => RecalculationView.Of(SettingsRow.Read<Recalculation>(row)), cancel);

    /// <summary>The clocks that one changes, by incident. One query over them.</summary>
    public Task<Outcome<Page<RecalculatedClock>>> Differences(
        Caller caller, Recalculation recalculation, Paging paging, CancellationToken cancel) => lists.Read(
        caller.Tenant, [RecalculationRows.Differences(recalculation.Id)], paging, SettingsRow.Read<RecalculatedClock>,
        cancel);

    private async Task<IReadOnlyList<Recalculation>> Newest(TenantId tenant, string key, CancellationToken cancel) =>
    [
        .. (await lists.All(tenant, TableNames.Settings, Recalculation.ListPartition(key), cancel))
            .Select(SettingsRow.Read<Recalculation>),
    ];

    private async Task<int> CalendarVersion(
        TenantId tenant, string key, CommandContext command, CancellationToken cancel) => DocumentsInForce.Calendar(
        await log.History<CalendarEvent>(tenant, Calendar.IdOf(key), cancel), command.At).Version;
}

/// <summary>A recalculation as callers see it.</summary>
public sealed record RecalculationView(
    RecordId Id, string Agreement, int AgreementVersion, int CalendarVersion, NodaTime.Instant From, bool DryRun,
    RecalculationState State, RecalculationProgress Progress, RecalculationDifference Difference,
    NodaTime.Instant StartedAt, NodaTime.Instant? CompletedAt)
{
    /// <summary>Where it is read.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string Path => $"/v1/agreements/{Agreement}/recalculations/{Id}";

    /// <summary>The view of a record.</summary>
    public static RecalculationView Of(Recalculation r) => new(
        r.Id, r.Agreement, r.AgreementVersion, r.CalendarVersion, r.From, r.DryRun, r.State, new(r.Done, r.Total),
        r.Difference, r.StartedAt, r.CompletedAt);
}

/// <summary>How far it is.</summary>
/// <param name="Done">Incidents that were looked at.</param>
/// <param name="Total">Null while they are being counted.</param>
public sealed record RecalculationProgress(int Done, int? Total);
