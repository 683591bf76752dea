using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Kernel.Time;

namespace ItsmServerless.Bulk;

/// <summary>Takes one command of a bulk, as its route would take it from the same caller at the same time.</summary>
public sealed class BulkRunner(
    IEnumerable<BulkOperation> operations, FunctionPolicies policies, BulkCredentials credentials, Clock clock)
{
    private readonly FrozenDictionary<string, BulkOperation> byName =
        operations.ToFrozenDictionary(operation => operation.Name);

    /// <summary>The refusal of commands that there are none of; null when all are known.</summary>
    public Problem? Unknown(IReadOnlyList<BulkItem> items)
    {
        var errors = items.Index().Where(item => !byName.ContainsKey(item.Item.Operation!)).Take(10)
            .Select(item => new FieldError(
                $"/items/{item.Index}/operation", "not_allowed",
                $"/items/{item.Index}/operation is none of {string.Join(", ", byName.Keys.Order(StringComparer.Ordinal))}."));
        return errors.ToImmutableArray() is { Length: > 0 } some ? Problem.Validation(some) : null;
    }

    /// <summary>What the command came to. The same index of the same bulk acts once, however often it is tried.</summary>
    public async Task<Outcome<BulkDone>> Run(
        TenantId tenant, BulkRun bulk, int index, BulkItem item, CancellationToken cancel)
    {
        if ((await credentials.Of(tenant, bulk.Caller, cancel)).IsRefused(out var gone, out var caller)) return gone;
        var operation = byName[item.Operation!];
        if (policies.Refusal(operation.Function, caller) is { } forbidden) return forbidden;
        var command = new CommandContext(
            tenant, caller.Actor, CommandId.FromCause("bulk", bulk.Id.Value, $"{index}"), "", clock.Now)
        {
            MayRepeat = true,
            IfMatch = new(item.Version),
            IfMatchRequired = true,
        };
        return await operation.Run(new(caller, item.Id!, Body(item), command, $"{bulk.Id}/{index}"), cancel);
    }

    private static byte[] Body(BulkItem item) =>
        item.Body is { ValueKind: JsonValueKind.Object } body ? Encoding.UTF8.GetBytes(body.GetRawText()) : "{}"u8.ToArray();
}
