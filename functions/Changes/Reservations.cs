using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Storage;
using NodaTime;

namespace ItsmServerless.Changes;

/// <summary>Who has which item and which person for which time, so that two schedulings in the same instant see each
/// other.</summary>
/// <remarks>
/// One row an item and a person, in one partition of table <c>lookups</c>: a scheduling reads the rows of all it needs
/// and of what is related, and writes them back in one transaction with their ETags; of two in the same instant, one
/// reads again. The truth is in the changes: a reservation whose change does not hold a window counts for nothing, but
/// for two minutes while it is being scheduled. So a crash anywhere leaves at most such a row.
/// </remarks>
public sealed class Reservations(Tables tables, EventLog log)
{
    private const string Partition = "reservation";
    private const string Column = "Json";

    /// <summary>The rows of what a change needs and of what is related to it; at most as many as one transaction takes.
    /// A
    /// point read each.</summary>
    internal async Task<IReadOnlyList<ReservedThing>> Read(
        TenantId tenant, ChangeContent content, IReadOnlyList<string> related, CancellationToken cancel)
    {
        var keys = Keys(content).Select(key => (Key: key, IsOwn: true))
            .Concat(related.Select(item => (Key: KeyOf(item), IsOwn: false)))
            .DistinctBy(each => each.Key).Take(Limits.TransactionEntities);
        var things = new List<ReservedThing>();
        foreach (var (key, isOwn) in keys) things.Add(await Read(tenant, key, isOwn, cancel));
        return things;
    }

    /// <summary>The other changes that have some of it in a time. A point read each.</summary>
    internal async Task<IReadOnlyList<ChangeSummary>> Holders(
        TenantId tenant, IReadOnlyList<ReservedThing> things, Change change, Instant now, CancellationToken cancel)
    {
        var holders = new List<ChangeSummary>();
        foreach (var held in things.SelectMany(thing => thing.Reservations).Where(held => IsInTheWay(held, change))
                     .GroupBy(held => held.Change).Select(same => same.MaxBy(held => held.TakenAt)!))
        {
            var holder = await log.Find<Change, ChangeEvent>(tenant, held.Change, cancel);
            if (holder is null) continue;
            var state = held.Stands(holder.State, now) ? ChangeState.Scheduled : holder.State.State;
            holders.Add(ChangeSummary.Of(holder.State) with { State = state });
        }
        return holders;
    }

    /// <summary>Takes what the change needs, unless one of the rows is another one by now. One transaction.</summary>
    internal async Task<bool> TryTake(
        TenantId tenant, IReadOnlyList<ReservedThing> things, Change change, Instant now, CancellationToken cancel)
    {
        if (things.Count == 0) return true;
        var taken = new Reservation(change.Id, change.Content.Window.Start, change.Content.Window.End, now);
        var actions = things.Select(thing => Write(thing, thing.IsOwn
            ? [.. thing.Reservations
                .Where(held => held.Change != change.Id && held.End > now - Reservation.Patience), taken]
            : thing.Reservations));
        return await TryWrite(tenant, actions, cancel);
    }

    /// <summary>Gives back what a change has. May be repeated.</summary>
    internal async Task Release(TenantId tenant, Change change, CancellationToken cancel)
    {
        foreach (var key in Keys(change.Content).Distinct())
            while (!await TryRelease(tenant, key, change.Id, cancel)) cancel.ThrowIfCancellationRequested();
    }

    private async Task<bool> TryRelease(TenantId tenant, string key, RecordId change, CancellationToken cancel)
    {
        var thing = await Read(tenant, key, isOwn: true, cancel);
        if (thing.Reservations.All(held => held.Change != change)) return true;
        return await TryWrite(tenant, [Write(thing, [.. thing.Reservations.Where(held => held.Change != change)])],
            cancel);
    }

    private static bool IsInTheWay(Reservation held, Change change) =>
        held.Change != change.Id && change.Content.Window.Overlaps(held.Start, held.End);

    private static IEnumerable<string> Keys(ChangeContent content) =>
        content.ConfigurationItems.Select(KeyOf)
            .Concat(content.Implementers.Select(person => $"person|{KeyText.Escape(person.Value)}"));

    private static string KeyOf(string item) => $"item|{KeyText.Escape(item.ToUpperInvariant())}";

    private async Task<ReservedThing> Read(TenantId tenant, string key, bool isOwn, CancellationToken cancel)
    {
        var row = await tables.Of(tenant, TableNames.Lookups)
            .GetEntityIfExistsAsync<TableEntity>(Partition, key, cancellationToken: cancel);
        return row.HasValue
            ? new(key, isOwn, JsonSerializer.Deserialize<Reservation[]>(row.Value!.GetBinary(Column), Json.Stored)!,
                row.Value.ETag)
            : new(key, isOwn, [], null);
    }

    private static TableTransactionAction Write(ReservedThing thing, IReadOnlyList<Reservation> reservations)
    {
        var row = new TableEntity(Partition, thing.Key)
        {
            [Column] = JsonSerializer.SerializeToUtf8Bytes(reservations, Json.Stored),
        };
        return thing.ETag is { } seen
            ? new(TableTransactionActionType.UpdateReplace, row, seen)
            : new(TableTransactionActionType.Add, row);
    }

    private async Task<bool> TryWrite(
        TenantId tenant, IEnumerable<TableTransactionAction> actions, CancellationToken cancel)
    {
        try
        {
            await tables.Of(tenant, TableNames.Lookups).SubmitTransactionAsync(actions, cancel);
            return true;
        }
        catch (RequestFailedException another) when (another.Status is 409 or 412)
        {
            return false; // Somebody wrote a row since, or it was ourselves and the answer was lost: read again.
        }
    }
}
