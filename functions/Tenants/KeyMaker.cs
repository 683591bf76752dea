using System.Security.Cryptography;
using System.Text;
using ItsmServerless.Kernel;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Tenants;

/// <summary>A key with its secret.</summary>
public sealed record MadeKey(ApiKey Key, string Secret);

/// <summary>Makes keys and rotates them. A secret is derived by the installation's signing key, from the record's id or
/// from the command that rotates, so that the same request repeated gives the same answer although the secret is stored
/// nowhere (docs/decisions/0004).</summary>
public sealed class KeyMaker(EventLog log, Signer signer, InstallationSettings installation)
{
    private const string Purpose = "api-key-secret";

    /// <summary>The key and its secret, also when the same command comes again.</summary>
    public async Task<Outcome<MadeKey>> Make(CommandContext command, RecordId id, CreateApiKey body, CancellationToken cancel)
    {
        var source = $"{command.Tenant}/{id}";
        var text = Text(command.Tenant, id, signer.ActiveKey, source);
        EmailAddress? person = body.Person is { } address ? EmailAddress.From(address) : null;
        var created = new ApiKeyCreated(
            body.Name!, RoleText.Parse(body.Role!), person, body.ExpiresAt, text.KeyId, text.Hash, signer.ActiveKey,
            command.Tenant, body.Groups, KeyNetworks.Distinct(body.AllowedNetworks));
        var made = await log.Create<ApiKey, ApiKeyEvent>(command, id, state => CreateApiKey.Decide(state, body, command.At, created), cancel);
        return made.Map(key => With(key.State, source));
    }

    /// <summary>The key with a secret more, also when the same command comes again.</summary>
    public async Task<Outcome<MadeKey>> Rotate(CommandContext command, RecordId id, RotateApiKey body, CancellationToken cancel)
    {
        var source = $"{command.Tenant}/{id}/{command.Id}";
        var fresh = Text(command.Tenant, id, signer.ActiveKey, source);
        var rotated = await log.Execute<ApiKey, ApiKeyEvent>(
            command, id, state => RotateApiKey.Decide(state, body, command.At, fresh.Hash, signer.ActiveKey), cancel);
        return rotated.Map(key => With(key.State, source));
    }

    private MadeKey With(ApiKey key, string source) =>
        new(key, Text(key.Tenant, key.Id, key.SigningKey, source).Write(installation.Environment));

    private ApiKeyText Text(TenantId tenant, RecordId id, string signingKey, string source) => ApiKeyText.Of(
        SHA256.HashData(Encoding.UTF8.GetBytes($"{tenant}/{id}")).AsSpan(0, 16), signer.Derive(Purpose, signingKey, source));
}
