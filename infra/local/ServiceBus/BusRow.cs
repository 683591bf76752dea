using Azure.Data.Tables;

namespace ItsmServerless.Local.ServiceBus;

/// <summary>How a message lies in the bus table.</summary>
internal static class BusRow
{
    /// <summary>The whole row.</summary>
    public static TableEntity Of(BusMessage message)
    {
        var row = KeyOf(message);
        row["Path"] = message.Path;
        row["Sequence"] = message.Sequence;
        if (message.ScheduledFor is { } scheduled)
            row["ScheduledFor"] = scheduled;
        AddState(row, message);
        RowBytes.Add(row, MessageCodec.Encode(message.Content));
        return row;
    }

    /// <summary>Only its keys.</summary>
    public static TableEntity KeyOf(BusMessage message) => new(message.Partition, message.RowKey);

    /// <summary>Its keys and how often it was handed out.</summary>
    public static TableEntity DeliveriesOf(BusMessage message)
    {
        var row = KeyOf(message);
        row["Deliveries"] = message.Deliveries;
        return row;
    }

    /// <summary>Its keys, what became of it, and its content, which settling may have changed.</summary>
    public static TableEntity ChangesOf(BusMessage message)
    {
        var row = KeyOf(message);
        AddState(row, message);
        RowBytes.Add(row, MessageCodec.Encode(message.Content));
        return row;
    }

    /// <summary>The message of a row.</summary>
    public static BusMessage Read(TableEntity row) => new()
    {
        Partition = row.PartitionKey,
        Path = row.GetString("Path"),
        Sequence = row.GetInt64("Sequence")!.Value,
        EnqueuedAt = row.GetDateTimeOffset("EnqueuedAt")!.Value,
        ScheduledFor = row.GetDateTimeOffset("ScheduledFor"),
        Deliveries = row.GetInt32("Deliveries")!.Value,
        StoredDeliveries = row.GetInt32("Deliveries")!.Value,
        DeadLetter = row.GetBoolean("IsDead") == true
            ? new DeadLetterReason(row.GetString("Reason"), row.GetString("Description"))
            : null,
        IsDeferred = row.GetBoolean("IsDeferred") == true,
        Content = MessageCodec.Decode(RowBytes.Read(row)),
    };

    private static void AddState(TableEntity row, BusMessage message)
    {
        row["EnqueuedAt"] = message.EnqueuedAt;
        row["Deliveries"] = message.StoredDeliveries;
        row["IsDead"] = message.DeadLetter is not null;
        row["IsDeferred"] = message.IsDeferred;
        row["Reason"] = message.DeadLetter?.Reason ?? string.Empty;
        row["Description"] = message.DeadLetter?.Description ?? string.Empty;
    }
}
