using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;

namespace ItsmServerless.Kernel.Http;

/// <summary>A request that was read and found valid.</summary>
/// <param name="IdempotencyKey">The caller's key; null when there was none.</param>
public sealed record Request<TBody>(Caller Caller, TBody Body, CommandContext Command, string? IdempotencyKey) where TBody : class
{
    /// <summary>The id for what this request creates: always the same for the same Idempotency-Key, new without
    /// one.</summary>
    public RecordId NewId(string prefix) => IdempotencyKey is null
        ? UlidText.New(prefix, Command.At)
        : UlidText.FromKey(prefix, Caller.Tenant, IdempotencyKey);

    /// <summary>The same request with what its body was read into.</summary>
    public Request<TOther> With<TOther>(TOther body) where TOther : class => new(Caller, body, Command, IdempotencyKey);
}
