using System.Security.Cryptography;
using System.Text;
using ItsmServerless.Kernel;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using NodaTime;

namespace ItsmServerless.Tenants;

/// <summary>An admin makes a credential.</summary>
/// <param name="Person">Whom the credential stands for, e.g. to vote; null for a machine.</param>
/// <param name="Groups">Limits a key of role agent to the records of these groups; null for no limit.</param>
public sealed record CreateApiKey(
    string? Name, string? Role, Instant? ExpiresAt, string? Person, IReadOnlyList<string>? Groups = null)
    : IBody<CreateApiKey>
{
    /// <summary>Table Storage takes 15 comparisons in a filter; a list compares up to ten things beside.</summary>
    private const int MostGroups = 5;

    /// <inheritdoc/>
    public static IEnumerable<FieldError> Validate(CreateApiKey body) =>
    [
        .. Check.Text("/name", body.Name, 1, 128),
        .. Check.Present("/role", body.Role),
        .. Check.OneOf("/role", body.Role, [.. RoleText.OfTenants]),
        .. Check.Email("/person", body.Person),
        .. Check.That(body.Groups is null || body.Role == "agent", "/groups", "not_allowed",
            $"/groups limits keys of role agent; this one has role {body.Role}."),
        .. Check.Count("/groups", body.Groups, 1, MostGroups),
        .. Check.Each("/groups", body.Groups, Check.Key),
    ];

    /// <summary>A key is made once, and not dead on arrival.</summary>
    public static Decision<ApiKeyEvent> Decide(ApiKey? state, CreateApiKey body, Instant now, ApiKeyCreated created)
    {
        if (state is not null) return new Problem(ProblemCode.AlreadyExists, "The key exists already.");
        return body.ExpiresAt <= now
            ? Problem.Validation(new FieldError("/expiresAt", "in_the_past", $"/expiresAt {body.ExpiresAt} has passed."))
            : created;
    }
}

/// <summary>A key with its secret.</summary>
public sealed record MadeKey(ApiKey Key, string Secret);

/// <summary>Makes keys. The secret is derived from the record's id by the installation's signing key, so that the same
/// request
/// repeated gives the same answer although the secret is stored nowhere (docs/decisions/0004).</summary>
public sealed class KeyMaker(EventLog log, Signer signer, InstallationSettings installation)
{
    private const string Purpose = "api-key-secret";

    /// <summary>The key and its secret, also when the same command comes again.</summary>
    public async Task<Outcome<MadeKey>> Make(CommandContext command, RecordId id, CreateApiKey body, CancellationToken cancel)
    {
        var text = Text(command.Tenant, id, signer.ActiveKey);
        EmailAddress? person = body.Person is { } address ? EmailAddress.From(address) : null;
        var created = new ApiKeyCreated(body.Name!, RoleText.Parse(body.Role!), person, body.ExpiresAt, text.KeyId, text.Hash, signer.ActiveKey, command.Tenant, body.Groups);
        var made = await log.Create<ApiKey, ApiKeyEvent>(command, id, state => CreateApiKey.Decide(state, body, command.At, created), cancel);
        return made.Map(key => new MadeKey(key.State, Text(command.Tenant, id, key.State.SigningKey).Write(installation.Environment)));
    }

    private ApiKeyText Text(TenantId tenant, RecordId id, string signingKey) =>
        ApiKeyText.Of(SHA256.HashData(Encoding.UTF8.GetBytes($"{tenant}/{id}")).AsSpan(0, 16), signer.Derive(Purpose, signingKey, $"{tenant}/{id}"));
}
