using Azure;
using Azure.Data.Tables;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Kernel.Storage;
using NodaTime;

namespace ItsmServerless.Tenants.Identity;

/// <summary>Keeps two from taking the same tokens: a row is inserted before a provider is put, and only then the others
/// of the issuer are looked at, so that of two at once at most one goes on.</summary>
public sealed class IssuerClaims(Kernel.Storage.Tables tables)
{
    private const string At = "At";

    /// <summary>A claim whose provider never came to be counts no more after this time.</summary>
    private static readonly Duration Abandoned = Duration.FromMinutes(1);

    private TableClient Table => tables.Shared(TableNames.Issuers);

    /// <summary>Claims the tokens of an entry; the same provider again is fine. Otherwise <c>already_exists</c>. At most
    /// three writes and one query.</summary>
    public async Task<Problem?> Claim(IssuerEntry entry, Instant now, CancellationToken cancel)
    {
        var claim = new TableEntity(IssuerEntry.PartitionOf(entry.Issuer), entry.RowKey())
        {
            ["Tenant"] = entry.Tenant.Value,
            ["Provider"] = entry.Provider,
            [At] = now.ToDateTimeOffset(),
        };
        var isNew = await TryAdd(claim, cancel);
        var others = (await Rows(claim.PartitionKey, cancel)).Where(row => !IsMine(row, claim) && !IsAbandoned(row, now)).ToList();
        if (!others.Exists(other => Overlap(other, claim))) return isNew ? null : await TakeOver(claim, cancel);
        if (isNew) await Table.DeleteEntityAsync(claim.PartitionKey, claim.RowKey, ETag.All, cancel);
        return Taken(entry);
    }

    private static Problem Taken(IssuerEntry entry) =>
        new(ProblemCode.AlreadyExists, $"Another identity provider takes tokens of {entry.Issuer} already; tell them apart by tenantClaim.");

    /// <summary>Nobody else has it: the row is the provider's own, or abandoned.</summary>
    private async Task<Problem?> TakeOver(TableEntity claim, CancellationToken cancel)
    {
        var found = await Table.GetEntityIfExistsAsync<TableEntity>(claim.PartitionKey, claim.RowKey, cancellationToken: cancel);
        if (found.HasValue && !IsMine(found.Value!, claim))
            await Table.UpdateEntityAsync(claim, found.Value!.ETag, TableUpdateMode.Replace, cancel);
        return null;
    }

    private async Task<bool> TryAdd(TableEntity claim, CancellationToken cancel)
    {
        try
        {
            await Table.AddEntityAsync(claim, cancel);
            return true;
        }
        catch (RequestFailedException taken) when (taken.Status == 409)
        {
            return false; // Whose it is, the caller reads.
        }
    }

    private async Task<IReadOnlyList<TableEntity>> Rows(string partition, CancellationToken cancel) => await Table
        .QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {partition}"), cancellationToken: cancel).ToListAsync(cancel);

    private static bool Overlap(TableEntity one, TableEntity other) =>
        one.RowKey == other.RowKey || one.RowKey == IssuerEntry.All || other.RowKey == IssuerEntry.All;

    private static bool IsMine(TableEntity row, TableEntity claim) =>
        row.GetString("Tenant") == claim.GetString("Tenant") && row.GetString("Provider") == claim.GetString("Provider");

    private static bool IsAbandoned(TableEntity row, Instant now) => !SettingsRow.Has(row) &&
        now - Instant.FromDateTimeOffset(row.GetDateTimeOffset(At)!.Value) >= Abandoned;
}
