using System.Globalization;
using Azure;
using Azure.Data.Tables;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Local.Durable.History;
using ItsmServerless.Local.Durable.Instances;

namespace ItsmServerless.Local.Durable.Storage;

/// <summary>The rows of an instance's partition, and what is in them.</summary>
/// <remarks>
/// Row <c>instance</c> is the instance between two turns; <c>h|run|turn</c> is one turn of its history;
/// <c>i|ordinal</c> is a message it has not taken. The inbox and the instance sort apart from the history, so one
/// range reads both.
/// </remarks>
internal sealed class InstanceRows(TextCells cells)
{
    public const string Instance = "instance";
    public const string History = "h";
    public const string Inbox = "i";
    public const string LastOfInbox = "i~";

    public static string Key(string instanceId) => KeyText.Escape(instanceId);

    public static string Turn(int execution, int turn) => $"h|{execution:D8}|{turn:D8}";

    /// <summary>
    /// The row of an instance. Of its long texts only those that changed since <paramref name="before"/> are in it.
    /// </summary>
    public async Task<TableEntity> WriteAsync(
        InstanceState state, InstanceState? before, string commit, CancellationToken cancellationToken)
    {
        var row = new TableEntity(Key(state.Id), Instance)
        {
            ["InstanceId"] = state.Id,
            ["Name"] = state.Name,
            ["Status"] = state.Status.ToString(),
            ["CreatedAt"] = state.CreatedAt,
            ["Commit"] = commit,
        };
        await cells.WriteAsync(row, "State", StoredJson.Write(state), cancellationToken);
        if (before is null || before.Input != state.Input)
            await cells.WriteAsync(row, "Input", state.Input, cancellationToken);
        if (before is null || before.Output != state.Output)
            await cells.WriteAsync(row, "Output", state.Output, cancellationToken);
        if (before is null || before.CustomStatus != state.CustomStatus)
            await cells.WriteAsync(row, "CustomStatus", state.CustomStatus, cancellationToken);
        return row;
    }

    public async Task<StoredInstance> ReadAsync(TableEntity row, CancellationToken cancellationToken)
    {
        var state = StoredJson.Read<InstanceState>(await cells.ReadAsync(row, "State", cancellationToken));
        return new(row.ETag, row.GetString("Commit"), state with
        {
            Input = await cells.ReadAsync(row, "Input", cancellationToken),
            Output = await cells.ReadAsync(row, "Output", cancellationToken),
            CustomStatus = await cells.ReadAsync(row, "CustomStatus", cancellationToken),
        });
    }

    public async Task<TableEntity> WriteAsync(
        string instanceId, int execution, int number, Turn turn, CancellationToken cancellationToken)
    {
        var row = new TableEntity(Key(instanceId), Turn(execution, number))
        {
            ["At"] = Text(turn.At),
            ["Ran"] = turn.Ran,
        };
        await cells.WriteAsync(row, "Events", StoredJson.Write(turn.Events), cancellationToken);
        return row;
    }

    public async Task<Turn> ReadTurnAsync(TableEntity row, CancellationToken cancellationToken) => new(
        DateTimeOffset.ParseExact(row.GetString("At"), "O", CultureInfo.InvariantCulture),
        row.GetBoolean("Ran") ?? true,
        StoredJson.Read<List<HistoryEvent>>(await cells.ReadAsync(row, "Events", cancellationToken)));

    public async Task<TableEntity> WriteAsync(string instanceId, Message message, CancellationToken cancellationToken)
    {
        var row = new TableEntity(Key(instanceId), message.RowKey)
        {
            ["Execution"] = message.Execution,
            ["Sender"] = message.Sender ?? string.Empty,
        };
        await cells.WriteAsync(row, "Event", StoredJson.Write(message.Event), cancellationToken);
        return row;
    }

    public async Task<Message> ReadMessageAsync(TableEntity row, CancellationToken cancellationToken) => new(
        StoredJson.Read<HistoryEvent>(await cells.ReadAsync(row, "Event", cancellationToken)),
        row.GetInt32("Execution") ?? 0,
        row.GetString("Sender") is { Length: > 0 } sender ? sender : null,
        row.RowKey);

    // Table times keep 100 ns on Azure and less elsewhere; a replay needs the very same time.
    private static string Text(DateTimeOffset at) => at.ToString("O", CultureInfo.InvariantCulture);
}

/// <summary>An instance as stored, with what a conditional write of it needs.</summary>
internal sealed record StoredInstance(ETag ETag, string Commit, InstanceState State);
