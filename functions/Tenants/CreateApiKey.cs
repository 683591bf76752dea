using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;
using NodaTime;

namespace ItsmServerless.Tenants;

/// <summary>An admin makes a credential.</summary>
/// <param name="Person">Whom the credential stands for, e.g. to vote; null for a machine.</param>
/// <param name="Groups">Limits a key of role agent to the records of these groups; null for no limit.</param>
/// <param name="AllowedNetworks">Where it may be used from (<c>203.0.113.0/24</c>, <c>2001:db8::/32</c>), at most 20;
/// anywhere when not given.</param>
public sealed record CreateApiKey(
    string? Name, string? Role, Instant? ExpiresAt, string? Person, IReadOnlyList<string>? Groups = null,
    IReadOnlyList<string>? AllowedNetworks = null)
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
        .. KeyNetworks.Check("/allowedNetworks", body.AllowedNetworks),
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
