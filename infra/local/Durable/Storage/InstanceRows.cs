using System.Globalization;
using Azure.Data.Tables;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Local.Durable.History;
using ItsmServerless.Local.Durable.Instances;
using Microsoft.DurableTask.Client;

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
    public const string FirstOfInbox = "i|";
    public const string LastOfInbox = "i~";

    private static readonly string[] Texts = ["State", "Input", "Output", "CustomStatus"];

    /// <summary>The columns of an instance without its inputs and outputs.</summary>
    public static IReadOnlyList<string> HeadColumns { get; } =
    [
        "PartitionKey", "RowKey", "InstanceId", "Name", "Status", "CreatedAt", "UpdatedAt", "ParentId", "Commit",
        .. TextCells.ColumnsOf("State"),
    ];

    public static string Key(string instanceId) => KeyText.Escape(instanceId);

    public static string Turn(int execution, int turn) => $"h|{execution:D8}|{turn:D8}";

    /// <summary>Where the long texts of one run's turns are, which go together.</summary>
    public static string Folder(string key, int execution) => $"{key}/{execution:D8}";

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
            ["UpdatedAt"] = state.UpdatedAt,
            ["ParentId"] = state.Parent?.InstanceId ?? string.Empty,
            ["Commit"] = commit,
        };
        await WriteAsync(row, "State", StoredJson.Write(state), cancellationToken);
        if (before is null || before.Input != state.Input)
            await WriteAsync(row, "Input", state.Input, cancellationToken);
        if (before is null || before.Output != state.Output)
            await WriteAsync(row, "Output", state.Output, cancellationToken);
        if (before is null || before.CustomStatus != state.CustomStatus)
            await WriteAsync(row, "CustomStatus", state.CustomStatus, cancellationToken);
        return row;
    }

    /// <summary>An instance; without its inputs and outputs if they are not asked for.</summary>
    public async Task<StoredInstance> ReadAsync(
        TableEntity row, CancellationToken cancellationToken, bool withData = true)
    {
        var state = StoredJson.Read<InstanceState>(await cells.ReadAsync(row, "State", cancellationToken));
        var commit = row.GetString("Commit");
        if (!withData)
            return new(row.ETag, commit, state, BlobsIn(row, before: null));
        return new(row.ETag, commit, state with
        {
            Input = await cells.ReadAsync(row, "Input", cancellationToken),
            Output = await cells.ReadAsync(row, "Output", cancellationToken),
            CustomStatus = await cells.ReadAsync(row, "CustomStatus", cancellationToken),
        }, BlobsIn(row, before: null));
    }

    /// <summary>What the columns alone say of an instance: for one that cannot be read.</summary>
    public static StoredInstance ReadHead(TableEntity row) => new(
        row.ETag,
        row.GetString("Commit") ?? string.Empty,
        new InstanceState
        {
            Id = row.GetString("InstanceId"),
            Name = row.GetString("Name"),
            Status = Enum.Parse<OrchestrationRuntimeStatus>(row.GetString("Status")),
            CreatedAt = row.GetDateTimeOffset("CreatedAt") ?? default,
            UpdatedAt = row.GetDateTimeOffset("UpdatedAt") ?? default,
        },
        BlobsIn(row, before: null))
    {
        IsHead = true,
    };

    /// <summary>The blobs of an instance's row by column, after a write that left some columns as they were.</summary>
    public static IReadOnlyDictionary<string, string> BlobsIn(TableEntity row, StoredInstance? before)
    {
        var blobs = new Dictionary<string, string>();
        foreach (var column in Texts)
        {
            var name = TextCells.Has(row, column)
                ? TextCells.NameIn(row, column)
                : before?.Blobs.GetValueOrDefault(column);
            if (name is not null)
                blobs.Add(column, name);
        }

        return blobs;
    }

    public async Task<TableEntity> WriteAsync(
        string instanceId, int execution, int number, Turn turn, CancellationToken cancellationToken)
    {
        var row = new TableEntity(Key(instanceId), Turn(execution, number))
        {
            ["At"] = Text(turn.At),
            ["Ran"] = turn.Ran,
        };
        var folder = Folder(row.PartitionKey, execution);
        await cells.WriteAsync(row, "Events", StoredJson.Write(turn.Events), folder, cancellationToken);
        return row;
    }

    /// <summary>Whether a turn's text is in a blob.</summary>
    public static bool IsLong(TableEntity turn) => TextCells.NameIn(turn, "Events") is not null;

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
        await WriteAsync(row, "Event", StoredJson.Write(message.Event), cancellationToken);
        return row;
    }

    public async Task<Message> ReadMessageAsync(TableEntity row, CancellationToken cancellationToken) => new(
        StoredJson.Read<HistoryEvent>(await cells.ReadAsync(row, "Event", cancellationToken)),
        row.GetInt32("Execution") ?? 0,
        row.GetString("Sender") is { Length: > 0 } sender ? sender : null,
        row.RowKey,
        TextCells.NameIn(row, "Event"));

    private Task WriteAsync(TableEntity row, string column, string? text, CancellationToken cancellationToken) =>
        cells.WriteAsync(row, column, text, row.PartitionKey, cancellationToken);

    // Table times keep 100 ns on Azure and less elsewhere; a replay needs the very same time.
    private static string Text(DateTimeOffset at) => at.ToString("O", CultureInfo.InvariantCulture);
}
