using Azure.Data.Tables;

namespace ItsmServerless.Local.ServiceBus;

/// <summary>How a message lies in the bus table.</summary>
internal static class BusRow
{
    /// <summary>The most bytes a property of a row holds; the content is spread over as many as it needs.</summary>
    private const int LargestProperty = 64 * 1024;

    /// <summary>The whole row.</summary>
    public static TableEntity Of(BusMessage message)
    {
        var row = KeyOf(message);
        row["Path"] = message.Path;
        row["Sequence"] = message.Sequence;
        row["EnqueuedAt"] = message.EnqueuedAt;
        if (message.ScheduledFor is { } scheduled)
            row["ScheduledFor"] = scheduled;
        AddState(row, message);
        AddContent(row, message.Content);
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
        AddContent(row, message.Content);
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
        Content = ReadContent(row),
    };

    private static void AddState(TableEntity row, BusMessage message)
    {
        row["Deliveries"] = message.StoredDeliveries;
        row["IsDead"] = message.DeadLetter is not null;
        row["Reason"] = message.DeadLetter?.Reason ?? string.Empty;
        row["Description"] = message.DeadLetter?.Description ?? string.Empty;
    }

    private static void AddContent(TableEntity row, MessageContent content)
    {
        var parts = MessageCodec.Encode(content).Chunk(LargestProperty).ToArray();
        row["Parts"] = parts.Length;
        for (var part = 0; part < parts.Length; part++)
            row[$"Part{part}"] = parts[part];
    }

    private static MessageContent ReadContent(TableEntity row)
    {
        var parts = Enumerable.Range(0, row.GetInt32("Parts")!.Value).SelectMany(part => row.GetBinary($"Part{part}"));
        return MessageCodec.Decode([.. parts]);
    }
}
