using System.Runtime.CompilerServices;
using Azure.Data.Tables;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Storage;

namespace ItsmServerless.Tenants.Exports;

/// <summary>All that a tenant has: its own record, its records by kind, the tables that are not derived from records, and
/// its blobs.</summary>
public sealed class ExportSources(RecordStore records, RecordKinds kinds, Kernel.Storage.Tables tables)
{
    private const char Between = '\n';

    /// <summary>The sources in their order, the same for every tenant: a part goes on where the one before
    /// stopped.</summary>
    public IReadOnlyList<ExportSource> Of(TenantId tenant) =>
    [
        new("tenant", (after, cancel) => Tenant(tenant, after, cancel)),
        .. kinds.All.Where(kind => kind.Prefix != TenantId.Prefix).Select(kind => new ExportSource(
            $"records/{kind.Practice}", (after, cancel) => Records(tenant, kind, after, cancel))),
        .. TableNames.OfTenants.Except([TableNames.Records, .. TableNames.Derived]).Select(table => new ExportSource(
            $"tables/{table}", (after, cancel) => Rows(tenant, table, after, cancel))),
        new("blobs", null),
    ];

    private async IAsyncEnumerable<ExportLine> Tenant(
        TenantId tenant, string? after, [EnumeratorCancellation] CancellationToken cancel)
    {
        var id = RecordId.From(tenant.Value);
        if (after is null && await records.Whole(TenantId.Operator, id, cancel) is { } record)
            yield return new(ExportLines.Of(record, kinds.Of(id).Secrets), id.Value);
    }

    private IAsyncEnumerable<ExportLine> Records(
        TenantId tenant, RecordKind kind, string? after, CancellationToken cancel)
    {
        RecordId? last = after is null ? null : RecordId.From(after);
        return records.All(tenant, kind.Prefix, last, cancel)
            .Select(record => new ExportLine(ExportLines.Of(record, kind.Secrets), record.Id.Value));
    }

    private IAsyncEnumerable<ExportLine> Rows(
        TenantId tenant, string table, string? after, CancellationToken cancel)
    {
        var filter = after?.Split(Between) is [var partition, var row]
            ? TableClient.CreateQueryFilter($"(PartitionKey eq {partition} and RowKey gt {row}) or PartitionKey gt {partition}")
            : null;
        return tables.Of(tenant, table).QueryAsync<TableEntity>(filter, cancellationToken: cancel)
            .Select(entity => new ExportLine(
                ExportLines.Of(entity), $"{entity.PartitionKey}{Between}{entity.RowKey}"));
    }
}
