using System.Buffers;
using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Storage;

namespace ItsmServerless.Tenants.Exports;

/// <summary>What is exported, as lines of JSON. Pure.</summary>
public static class ExportLines
{
    /// <summary>What stands in the place of a secret. The hash of such an event cannot be worked out by others; the chain
    /// holds on.</summary>
    public const string Redacted = "[redacted]";

    private static readonly byte[] NewLine = "\n"u8.ToArray();

    /// <summary>A record: <c>{id, kind, version, state, events}</c>, its events as its timeline shows them.</summary>
    public static ReadOnlyMemory<byte> Of(WholeRecord record, FrozenSet<string> secrets) => Line(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("id", record.Id.Value);
        writer.WriteString("kind", record.Practice);
        writer.WriteNumber("version", record.Version);
        writer.WritePropertyName("state");
        Write(writer, JsonElement.Parse(record.State.Span), secrets);
        writer.WriteStartArray("events");
        foreach (var stored in record.Events) Write(writer, stored);
        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    /// <summary>A row of a table: <c>{partition, row, …}</c> and its columns; documents as JSON.</summary>
    public static ReadOnlyMemory<byte> Of(TableEntity row) => Line(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("partition", row.PartitionKey);
        writer.WriteString("row", row.RowKey);
        foreach (var (name, value) in row.Where(column => !IsSystem(column.Key) && !IsChunk(column.Key))) Write(writer, name, value);
        if (row.ContainsKey("d0")) Write(writer, "document", row.Document());
        writer.WriteEndObject();
    });

    private static bool IsSystem(string name) => name is "PartitionKey" or "RowKey" or "Timestamp" or "odata.etag";

    private static bool IsChunk(string name) => name.Length > 1 && name[0] == 'd' && name.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0;

    private static void Write(Utf8JsonWriter writer, StoredEvent stored)
    {
        var secrets = SecretMembers.OfEvent(stored.Type);
        if (secrets.Count > 0) stored = stored with { Data = Without(stored.Data, secrets) };
        JsonSerializer.Serialize(writer, stored, Json.Options);
    }

    private static void Write(Utf8JsonWriter writer, JsonElement document, FrozenSet<string> secrets) =>
        (secrets.Count > 0 ? Without(document, secrets) : document).WriteTo(writer);

    private static JsonElement Without(JsonElement document, FrozenSet<string> secrets)
    {
        var all = JsonObject.Create(document)!;
        foreach (var name in secrets.Where(all.ContainsKey)) all[name] = Redacted;
        return JsonSerializer.SerializeToElement(all, Json.Stored);
    }

    private static void Write(Utf8JsonWriter writer, string name, object? value)
    {
        writer.WritePropertyName(name);
        if (value is byte[] bytes && TryParse(bytes) is { } document) document.WriteTo(writer);
        else JsonSerializer.Serialize(writer, value, Json.Options);
    }

    private static JsonElement? TryParse(byte[] bytes)
    {
        try
        {
            return JsonElement.Parse(bytes);
        }
        catch (JsonException)
        {
            return null; // Bytes of another kind are written in base 64.
        }
    }

    private static ReadOnlyMemory<byte> Line(Action<Utf8JsonWriter> write)
    {
        var line = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(line, new() { Encoder = Json.Stored.Encoder })) write(writer);
        line.Write(NewLine);
        return line.WrittenMemory;
    }
}
