using System.Text.Json;
using Azure.Data.Tables;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Kernel.Storage;
using NodaTime;
using NodaTime.Text;

namespace ItsmServerless.Kernel.EventLog;

/// <summary>The rows of a record's partition, and how they are written and read.</summary>
/// <remarks><c>head</c>: the snapshot; <c>e|00000001</c>…: events; <c>c|…</c>: commands. Rows carry a shape version in
/// <c>V</c>.</remarks>
internal static class RecordRows
{
    public const string HeadKey = "head";
    public const string FirstEventKey = "e|";
    public const string AfterEventKey = "e}";
    public static readonly string FirstPreviousHash = new('0', 64);
    private const int Shape = 1;

    public static string EventKey(int sequence) => $"{FirstEventKey}{sequence:D8}";

    public static string CommandKey(CommandId command) => $"c|{command}";

    public static TableEntity Head<TState>(RecordId id, string practice, TState state, StoredEvent last)
    {
        var row = new TableEntity(id.Value, HeadKey)
        {
            ["V"] = Shape,
            ["Practice"] = practice,
            ["Version"] = last.Sequence,
            ["Hash"] = last.Hash,
            ["At"] = Text(last.At),
        };
        return row.With(JsonSerializer.SerializeToUtf8Bytes(state, Json.Stored));
    }

    public static TableEntity Event(RecordId id, StoredEvent stored)
    {
        var row = new TableEntity(id.Value, EventKey(stored.Sequence))
        {
            ["V"] = Shape,
            ["Sequence"] = stored.Sequence,
            ["Type"] = stored.Type,
            ["At"] = Text(stored.At),
            ["By"] = stored.By.Value,
            ["Hash"] = stored.Hash,
            ["PreviousHash"] = stored.PreviousHash,
        };
        return row.With(JsonSerializer.SerializeToUtf8Bytes(stored.Data, Json.Stored));
    }

    public static TableEntity Command(RecordId id, CommandContext command, int first, int last) => new(id.Value, CommandKey(command.Id))
    {
        ["V"] = Shape,
        ["Fingerprint"] = command.Fingerprint,
        ["First"] = first,
        ["Last"] = last,
        ["At"] = Text(command.At),
    };

    /// <summary>The row of a command that made no event: its answer is kept, or is the record as it was at a
    /// version.</summary>
    public static TableEntity Command(RecordId id, CommandContext command, int version, KeptAnswer kept) =>
        Command(id, command, version + 1, version).With(JsonSerializer.SerializeToUtf8Bytes(kept, Json.Stored));

    public static StoredEvent ReadEvent(TableEntity row) => new(
        row.GetInt32("Sequence")!.Value, row.GetString("Type"), Instant(row), Actor.From(row.GetString("By")),
        JsonSerializer.Deserialize<JsonElement>(row.Document(), Json.Stored), row.GetString("Hash"), row.GetString("PreviousHash"));

    public static HeadRow ReadHead(TableEntity row) =>
        new(row.GetInt32("Version")!.Value, row.GetString("Practice"), row.GetString("Hash"), Instant(row), row.Document(), row.ETag);

    public static CommandRow ReadCommand(TableEntity row) =>
        new(row.GetString("Fingerprint"), row.GetInt32("First")!.Value, row.GetInt32("Last")!.Value,
            Kept(row.Document()));

    private static KeptAnswer? Kept(byte[] document) =>
        document.Length == 0 ? null : JsonSerializer.Deserialize<KeptAnswer>(document, Json.Stored);

    private static string Text(Instant at) => InstantPattern.ExtendedIso.Format(at);

    private static Instant Instant(TableEntity row) => InstantPattern.ExtendedIso.Parse(row.GetString("At")).Value;
}

/// <summary>The head of a record as stored.</summary>
internal sealed record HeadRow(int Version, string Practice, string Hash, Instant At, byte[] State, Azure.ETag ETag)
{
    public Versioned<TState> As<TState>(RecordId id) where TState : class =>
        new(id, JsonSerializer.Deserialize<TState>(State, Json.Stored)!, Version);
}

/// <summary>A command that was taken: what it was, and what it was answered.</summary>
/// <param name="First">The first event that it made; after <paramref name="Last"/> where it made none.</param>
/// <param name="Last">The record's version after it.</param>
/// <param name="Kept">The answer, where it is not the record in that version; null where it is.</param>
internal sealed record CommandRow(string Fingerprint, int First, int Last, KeptAnswer? Kept)
{
    private static readonly Problem Mismatch = new(
        ProblemCode.IdempotencyMismatch, "This Idempotency-Key was used before, with another request.");

    /// <summary>The refusal of the command that comes again: the first one, or that it is another command.</summary>
    public Problem? RefusalOf(CommandContext command) =>
        Fingerprint == command.Fingerprint ? Kept?.Refusal : Mismatch;
}
