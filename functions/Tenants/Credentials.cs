using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Kernel.Storage;

namespace ItsmServerless.Tenants;

/// <summary>A tenant's API keys.</summary>
public sealed class Credentials(EventLog log, Lists lists, KeyMaker maker, KeyDirectory directory)
{
    /// <summary>The new key with its secret.</summary>
    public Task<Outcome<CreatedKeyView>> Create(Request<CreateApiKey> request, CancellationToken cancel) =>
        maker.Make(request.Command, request.NewId(ApiKey.Prefix), request.Body, cancel).Map(View);

    /// <summary>One query over the rows of keys.</summary>
    public Task<Outcome<Page<ApiKeyView>>> List(Caller caller, Paging paging, CancellationToken cancel) =>
        lists.Read(caller.Tenant, [new(TableNames.Settings, [ApiKey.ListPartition])], paging, SettingsRow.Read<ApiKeyView>, cancel);

    /// <summary>Ends a key; this process forgets it at once.</summary>
    public async Task<Outcome<Versioned<ApiKey>>> Revoke(string id, Request<NoBody> request, CancellationToken cancel)
    {
        if (!RecordId.TryParse(ApiKey.Prefix, id, out var key)) return Problem.NotFound("such API key");
        var revoked = await log.Execute<ApiKey, ApiKeyEvent>(request.Command, key.Value, RevokeApiKey.Decide, cancel);
        return revoked.Map(Forgotten);
    }

    private Versioned<ApiKey> Forgotten(Versioned<ApiKey> key)
    {
        directory.Forget(key.State.KeyId);
        return key;
    }

    private static CreatedKeyView View(MadeKey made) =>
        new(made.Key.Id, made.Secret, made.Key.Name, made.Key.Role, made.Key.Person, made.Key.CreatedAt, made.Key.ExpiresAt, made.Key.Groups);
}
