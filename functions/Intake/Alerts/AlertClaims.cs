using Azure;
using Azure.Data.Tables;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Storage;
using NodaTime;

namespace ItsmServerless.Intake.Alerts;

/// <summary>What is known of a dedupe key.</summary>
/// <param name="Incident">The incident its alerts belong to, which may not be begun yet; null when none does.</param>
/// <param name="Count">How often it was heard of again since that began.</param>
/// <param name="Last">The receipt that was counted last.</param>
/// <param name="EndedAt">When the last word came that it is well again.</param>
public sealed record AlertClaim(RecordId? Incident, int Count, RecordId? Last, Instant? EndedAt)
{
    /// <summary>Of the row that this was read from; none when there is no row yet.</summary>
    internal ETag ETag { get; init; }

    /// <summary>A key that nobody heard of.</summary>
    public static AlertClaim None { get; } = new(null, 0, null, null);

    /// <summary>The claim once another incident takes the key over.</summary>
    public AlertClaim Begin(RecordId incident) => this with { Incident = incident, Count = 0, Last = null };

    /// <summary>The claim once a receipt is counted; one that was counted last is not again.</summary>
    public AlertClaim Counted(RecordId receipt) =>
        Last == receipt ? this : this with { Count = Count + 1, Last = receipt };

    /// <summary>The claim once it is well; an earlier word changes nothing.</summary>
    public AlertClaim Ended(Instant at) => EndedAt >= at ? this : this with { EndedAt = at };
}

/// <summary>Leads from a dedupe key to the incident of its alerts, whoever sends them.</summary>
/// <remarks>A row of table <c>lookups</c> for each key, in the partition <c>alert|hash of the key</c>. It changes only
/// from the version that was read, and before the incident does: of any number of alerts at once, one decides which
/// incident it is, and the others find it.</remarks>
public sealed class AlertClaims(Tables tables)
{
    private const string Row = "claim";
    private readonly RecordGate gate = new();

    /// <summary>Waits until no other alert of the key changes its claim in this process; disposing passes the turn
    /// on.</summary>
    /// <remarks>Correctness does not need it: it spares alerts of one storm each other's conflicts.</remarks>
    public Task<IDisposable> Turn(TenantId tenant, string key, CancellationToken cancel) =>
        gate.Enter(tenant, RecordId.Named("alk", KeyText.Hash(key)), cancel);

    /// <summary>One point read.</summary>
    public async Task<AlertClaim> Find(TenantId tenant, string key, CancellationToken cancel)
    {
        var found = await Table(tenant).GetEntityIfExistsAsync<TableEntity>(
            Partition(key), Row, cancellationToken: cancel);
        return found is { HasValue: true, Value: { } row } ? Read(row) : AlertClaim.None;
    }

    /// <summary>Writes a claim over the version that it was read from.</summary>
    /// <returns>False when another came between: read again.</returns>
    public async Task<bool> TryWrite(TenantId tenant, string key, AlertClaim claim, CancellationToken cancel)
    {
        try
        {
            var row = Entity(key, claim);
            if (claim.ETag == default) await Table(tenant).AddEntityAsync(row, cancel);
            else await Table(tenant).UpdateEntityAsync(row, claim.ETag, TableUpdateMode.Replace, cancel);
            return true;
        }
        catch (RequestFailedException taken) when (taken.Status is 409 or 412)
        {
            return false;
        }
    }

    private TableClient Table(TenantId tenant) => tables.Of(tenant, TableNames.Lookups);

    private static string Partition(string key) => $"alert|{KeyText.Hash(key)}";

    private static AlertClaim Read(TableEntity row) => new(
        Id(row, "Incident"), row.GetInt32("Count") ?? 0, Id(row, "Last"),
        row.GetInt64("EndedAt") is { } ticks ? Instant.FromUnixTimeTicks(ticks) : null)
    {
        ETag = row.ETag,
    };

    private static RecordId? Id(TableEntity row, string column) =>
        row.GetString(column) is { } text ? RecordId.From(text) : null;

    private static TableEntity Entity(string key, AlertClaim claim) => new(Partition(key), Row)
    {
        ["Incident"] = claim.Incident?.Value,
        ["Count"] = claim.Count,
        ["Last"] = claim.Last?.Value,
        ["EndedAt"] = claim.EndedAt?.ToUnixTimeTicks(),
    };
}
