using System.Text.Json;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Kernel.Http;

/// <summary>An operation that many records can be sent through in one request.</summary>
/// <param name="Function">The function whose route does the same for one record: its policy holds here too.</param>
public sealed record BulkOperation(string Function, Func<BulkRequest, CancellationToken, Task<Outcome<BulkDone>>> Run)
{
    /// <summary>How callers name it: as the OpenAPI document names the route's operation.</summary>
    public string Name { get; } = JsonNamingPolicy.CamelCase.ConvertName(Function);

    /// <summary>An operation whose body is read and judged as its route does it.</summary>
    public static BulkOperation Of<TBody>(
        string function, Func<Request<TBody>, string, CancellationToken, Task<Outcome<BulkDone>>> act)
        where TBody : class, IBody<TBody> =>
        new(function, async (item, cancel) =>
        {
            if (StrictJson.Read<TBody>(item.Body).IsRefused(out var unreadable, out var body)) return unreadable;
            var forbidden = FieldTable.Of(typeof(TBody))?.Unwritable(item.Body, item.Caller.Role);
            return forbidden ?? await act(new(item.Caller, body, item.Command, item.Key), item.Id, cancel);
        });
}

/// <summary>One record of many.</summary>
/// <param name="Id">The record's id or number, as the caller wrote it.</param>
/// <param name="Body">A JSON object.</param>
/// <param name="Key">Stands for the Idempotency-Key that a request of its own would have.</param>
public sealed record BulkRequest(
    Caller Caller, string Id, ReadOnlyMemory<byte> Body, CommandContext Command, string Key);

/// <summary>What became of it.</summary>
/// <param name="Record">The record, or the part of it, that there is now.</param>
/// <param name="Version">The record's version; null where a part of it was made.</param>
public sealed record BulkDone(RecordId Record, int? Version);
