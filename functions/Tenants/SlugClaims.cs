using Azure;
using Azure.Data.Tables;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Kernel.Storage;
using NodaTime;

namespace ItsmServerless.Tenants;

/// <summary>Keeps slugs unique: one row a slug, inserted before the tenant is.</summary>
public sealed class SlugClaims(Kernel.Storage.Tables tables, RecordStore records)
{
    private const string Partition = "slug";

    /// <summary>A claim whose tenant never came to be may be taken over after this time.</summary>
    private static readonly Duration Abandoned = Duration.FromMinutes(1);

    private TableClient Table => tables.Shared(TableNames.Tenants);

    /// <summary>Claims the slug for a tenant; the same tenant again is fine. Otherwise <c>slug_taken</c>.</summary>
    public async Task<Problem?> Claim(string slug, RecordId tenant, Instant now, CancellationToken cancel)
    {
        var claim = new TableEntity(Partition, slug) { ["Tenant"] = tenant.Value, ["At"] = now.ToDateTimeOffset() };
        if (await TryAdd(claim, cancel)) return null;
        var found = (await Table.GetEntityAsync<TableEntity>(Partition, slug, cancellationToken: cancel)).Value;
        if (found.GetString("Tenant") == tenant.Value || await TryTakeOver(found, claim, now, cancel)) return null;
        return new(ProblemCode.SlugTaken, $"The slug {slug} belongs to another tenant.");
    }

    /// <summary>Lets others take the slug; nothing happens when it is another's by now. A read and a write.</summary>
    public async Task Release(string slug, RecordId tenant, CancellationToken cancel)
    {
        var claim = await Table.GetEntityIfExistsAsync<TableEntity>(Partition, slug, cancellationToken: cancel);
        if (claim.HasValue && claim.Value!.GetString("Tenant") == tenant.Value)
            await Table.DeleteEntityAsync(Partition, slug, claim.Value.ETag, cancel);
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

    private async Task<bool> TryTakeOver(TableEntity found, TableEntity claim, Instant now, CancellationToken cancel)
    {
        var owner = RecordId.From(found.GetString("Tenant"));
        var age = now - Instant.FromDateTimeOffset(found.GetDateTimeOffset("At")!.Value);
        if (age < Abandoned || (await records.Events(TenantId.Operator, owner, 0, 1, cancel)).Count > 0) return false;
        await Table.UpdateEntityAsync(claim, found.ETag, TableUpdateMode.Replace, cancel);
        return true;
    }
}
