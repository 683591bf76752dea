using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Kernel.Storage;
using NodaTime;

namespace ItsmServerless.Webhooks;

/// <summary>A delivery with the bytes it posts.</summary>
public sealed record StoredDelivery(Delivery Delivery, ReadOnlyMemory<byte> Body, ETag Version);

/// <summary>Keeps deliveries: table <c>deliveries</c>, a partition a webhook, newest first.</summary>
/// <remarks>Not event-sourced: a delivery is only the way of an event that is on record already.</remarks>
public sealed class Deliveries(Kernel.Storage.Tables tables, Lists lists)
{
    private const string StateColumn = "State";
    private const string BodyColumn = "Body";
    private const string JsonColumn = "Json";

    /// <summary>Keeps a new one; one that is there stays as it is. One write.</summary>
    public async Task Add(TenantId tenant, Delivery delivery, byte[] body, CancellationToken cancel)
    {
        var row = Row(delivery);
        row[BodyColumn] = body;
        try
        {
            await Table(tenant).AddEntityAsync(row, cancel);
        }
        catch (RequestFailedException known) when (known.Status == 409)
        {
            return; // The event came again: it is on its way.
        }
    }

    /// <summary>One point read; null when there is none.</summary>
    public async Task<StoredDelivery?> Find(TenantId tenant, string webhook, RecordId id, CancellationToken cancel)
    {
        var row = await lists.Find(tenant, TableNames.Deliveries, Partition(webhook), RowKey(id), cancel);
        return row is null ? null : Read(row);
    }

    /// <summary>Writes what became of it; false when somebody else did meanwhile. One write.</summary>
    public async Task<bool> TryWrite(TenantId tenant, StoredDelivery stored, CancellationToken cancel)
    {
        try
        {
            await Table(tenant).UpdateEntityAsync(
                Row(stored.Delivery), stored.Version, TableUpdateMode.Merge, cancel);
            return true;
        }
        catch (RequestFailedException meanwhile) when (meanwhile.Status == 412)
        {
            return false;
        }
    }

    /// <summary>A page, newest first. One query.</summary>
    public Task<Outcome<Kernel.Http.Page<DeliveryView>>> List(
        TenantId tenant, string webhook, DeliveryState? state, Paging paging, CancellationToken cancel)
    {
        var filter = state is { } asked ? TableClient.CreateQueryFilter($"State eq {Words<DeliveryState>.Of(asked)}") : null;
        var stream = new ListStream(TableNames.Deliveries, [Partition(webhook)], filter);
        return lists.Read(tenant, [stream], paging, row => DeliveryView.Of(Read(row).Delivery), cancel);
    }

    /// <summary>Those of a time, newest first, at most so many. One query a thousand.</summary>
    /// <param name="to">The first instant after.</param>
    public async Task<IReadOnlyList<StoredDelivery>> Between(
        TenantId tenant, string webhook, Instant from, Instant to, int most, CancellationToken cancel)
    {
        var (partition, first, last) = (Partition(webhook), Bound(to - Duration.FromMilliseconds(1)), Bound(from));
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {partition} and RowKey ge {first} and RowKey lt {last + "~"}");
        return await Table(tenant).QueryAsync<TableEntity>(filter, cancellationToken: cancel)
            .Take(most).Select(Read).ToListAsync(cancel);
    }

    private static string Bound(Instant at) => $"{long.MaxValue - at.ToUnixTimeTicks():D19}|";

    private static StoredDelivery Read(TableEntity row) => new(
        JsonSerializer.Deserialize<Delivery>(row.GetBinary(JsonColumn), Json.Stored)!, row.GetBinary(BodyColumn),
        row.ETag);

    private static TableEntity Row(Delivery delivery) => new(Partition(delivery.Webhook), RowKey(delivery.Id))
    {
        [StateColumn] = Words<DeliveryState>.Of(delivery.State),
        [JsonColumn] = JsonSerializer.SerializeToUtf8Bytes(delivery, Json.Stored),
    };

    private static string Partition(string webhook) => KeyText.Escape(webhook);

    private static string RowKey(RecordId id) => RowKeys.NewestFirst(DeliveryIds.TimeOf(id), id);

    private TableClient Table(TenantId tenant) => tables.Of(tenant, TableNames.Deliveries);
}
