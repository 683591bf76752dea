using System.Collections.Immutable;
using Azure.Data.Tables;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Kernel.EventLog;

/// <summary>What one command writes, in one entity-group transaction.</summary>
internal sealed record Transaction(IReadOnlyList<TableTransactionAction> Actions, ImmutableArray<StoredEvent> Events)
{
    /// <summary>Head, events and command row; or <c>payload_too_large</c> when Table Storage could not hold them
    /// (Azurite would).</summary>
    public static Outcome<Transaction> Of<TState>(
        RecordId id, string practice, CommandContext command, HeadRow? before, TState after, ImmutableArray<StoredEvent> events)
    {
        var head = RecordRows.Head(id, practice, after, events[^1]);
        var rows = events.Select(stored => RecordRows.Event(id, stored)).Append(RecordRows.Command(id, command, events[0].Sequence, events[^1].Sequence)).ToList();
        if (TooLarge([head, .. rows]) is { } problem) return problem;
        var first = before is null
            ? new TableTransactionAction(TableTransactionActionType.Add, head)
            : new TableTransactionAction(TableTransactionActionType.UpdateReplace, head, before.ETag);
        return new Transaction([first, .. rows.Select(row => new TableTransactionAction(TableTransactionActionType.Add, row))], events);
    }

    private static Problem? TooLarge(IReadOnlyList<TableEntity> rows)
    {
        var sizes = rows.Select(Storage.Limits.SizeOf).ToList();
        return rows.Count > Storage.Limits.TransactionEntities || sizes.Max() > Storage.Limits.EntityBytes || sizes.Sum() > Storage.Limits.TransactionBytes
            ? new Problem(ProblemCode.PayloadTooLarge, $"The record would need {sizes.Max()} bytes; {Storage.Limits.EntityBytes} are allowed.")
            : null;
    }
}
