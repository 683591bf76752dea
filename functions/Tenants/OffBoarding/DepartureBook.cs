using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Storage;
using ItsmServerless.Tenants.Exports;
using NodaTime;

namespace ItsmServerless.Tenants.OffBoarding;

/// <summary>Writes down in the operator's record of a tenant how far its off-boarding is.</summary>
public sealed class DepartureBook(
    EventLog log, SlugClaims slugs, TenantTables made, TenantStates states, Kernel.Time.Clock clock)
{
    /// <summary>It is so far. Safe to repeat.</summary>
    public Task Note(DepartureNote note, CancellationToken cancel) => Write(
        note.Run.Tenant, new TenantLeaving(note.Step, note.Export is { } export ? Of(export) : null), cancel);

    /// <summary>Nothing is left: the slug may be taken by others. Safe to repeat.</summary>
    public async Task End(DepartureEnd end, CancellationToken cancel)
    {
        var tenant = end.Run.Tenant;
        await Write(tenant, new TenantEnded(end.Removed), cancel);
        var record = await log.Get<Tenant, TenantEvent>(TenantId.Operator, RecordId.From(tenant.Value), cancel);
        await slugs.Release(record.Value.State.Slug, record.Value.Id, cancel);
        await made.Remove(tenant, cancel);
        states.Forget(tenant);
    }

    private async Task Write(TenantId tenant, TenantEvent happened, CancellationToken cancel)
    {
        var id = RecordId.From(tenant.Value);
        var cause = happened is TenantLeaving leaving ? $"{leaving.Step} {leaving.Export?.Sha256}" : "end";
        var command = CommandContext.Internal(
            TenantId.Operator, CommandId.FromCause("off-boarding", tenant.Value, cause), clock.Now);
        var done = await log.Execute<Tenant, TenantEvent>(command, id, _ => happened, cancel);
        _ = done.Value; // A refusal is a conflict that outlasted its retries: the activity is tried again.
    }

    private static LastExport Of(ExportRun run) => new(
        run.Export, run.Files, run.Rows, run.Bytes, run.Sha256!, Instant.FromDateTimeOffset(run.ExpiresAt!.Value));
}
