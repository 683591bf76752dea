using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Kernel.Storage;

namespace ItsmServerless.Tenants;

/// <summary>A tenant's API keys. What changes one is felt at once in this process, elsewhere within half a
/// minute.</summary>
public sealed class Credentials(
    EventLog log, Lists lists, Timelines timelines, KeyMaker maker, KeyDirectory directory, KeyUses uses)
{
    private static readonly Problem Unknown = Problem.NotFound("such API key");

    /// <summary>The new key with its secret.</summary>
    public Task<Outcome<CreatedKeyView>> Create(Request<CreateApiKey> request, CancellationToken cancel) =>
        maker.Make(request.Command, request.NewId(ApiKey.Prefix), request.Body, cancel).Map(CreatedKeyView.Of);

    /// <summary>The key with its new secret.</summary>
    public async Task<Outcome<CreatedKeyView>> Rotate(string id, Request<RotateApiKey> request, CancellationToken cancel)
    {
        var rotated = await maker.Rotate(request.Command, RecordId.From(id), request.Body, cancel);
        return rotated.Map(made => CreatedKeyView.Of(made with { Key = Forgotten(made.Key) }));
    }

    /// <summary>Changes name or networks.</summary>
    public async Task<Outcome<Versioned<ApiKey>>> Edit(string id, Request<EditApiKey> request, CancellationToken cancel)
    {
        var edited = await log.Execute<ApiKey, ApiKeyEvent>(
            request.Command, RecordId.From(id), key => EditApiKey.Decide(key, request.Body), cancel);
        return edited.Map(key => key with { State = Forgotten(key.State) });
    }

    /// <summary>Ends a key.</summary>
    public async Task<Outcome<Versioned<ApiKey>>> Revoke(string id, Request<NoBody> request, CancellationToken cancel)
    {
        if (!RecordId.TryParse(ApiKey.Prefix, id, out var key)) return Unknown;
        var revoked = await log.Execute<ApiKey, ApiKeyEvent>(request.Command, key.Value, RevokeApiKey.Decide, cancel);
        return revoked.Map(ended => ended with { State = Forgotten(ended.State) });
    }

    /// <summary>One point read.</summary>
    public async Task<Outcome<Versioned<ApiKey>>> Get(Caller caller, string id, CancellationToken cancel) =>
        RecordId.TryParse(ApiKey.Prefix, id, out var key)
            ? await log.Get<ApiKey, ApiKeyEvent>(caller.Tenant, key.Value, cancel)
            : Unknown;

    /// <summary>A key as it is shown: with the day of its last use. One query over a small partition.</summary>
    public async Task<Outcome<Versioned<ApiKeyView>>> Show(Caller caller, Versioned<ApiKey> key, CancellationToken cancel) =>
        new Versioned<ApiKeyView>(
            key.Id, ApiKeyView.Of(key.State).UsedOn(await uses.Of(caller.Tenant, cancel)), key.Version);

    /// <summary>One query over the rows of keys, and one over the days of their last use.</summary>
    public async Task<Outcome<Page<ApiKeyView>>> List(Caller caller, Paging paging, CancellationToken cancel)
    {
        var days = await uses.Of(caller.Tenant, cancel);
        return await lists.Read(
            caller.Tenant, [new(TableNames.Settings, [ApiKey.ListPartition])], paging,
            row => SettingsRow.Read<ApiKeyView>(row).UsedOn(days), cancel);
    }

    /// <summary>What happened to a key, oldest first.</summary>
    public async Task<Outcome<Page<StoredEvent>>> Timeline(Caller caller, string id, Paging paging, CancellationToken cancel)
    {
        if ((await Get(caller, id, cancel)).IsRefused(out var unknown, out var key)) return unknown;
        return await timelines.Read(caller.Tenant, key.Id, "timeline", paging, stored => stored, cancel);
    }

    private ApiKey Forgotten(ApiKey key)
    {
        directory.Forget(key.KeyId);
        return key;
    }
}
