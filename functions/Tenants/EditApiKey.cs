using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Tenants;

/// <summary>An admin changes a key by a merge patch (RFC 7396): what it is called, where it may be used from.</summary>
/// <param name="AllowedNetworks">Replaces the whole list; null allows any address.</param>
public sealed record EditApiKey(string? Name, Patch<IReadOnlyList<string>> AllowedNetworks) : IBody<EditApiKey>
{
    /// <inheritdoc/>
    public static IEnumerable<FieldError> Validate(EditApiKey body) =>
    [
        .. body.Name is null ? [] : Check.Text("/name", body.Name, 1, 128),
        .. KeyNetworks.Check("/allowedNetworks", body.AllowedNetworks.Value),
    ];

    /// <summary>Revoked keys stay as they were; the same again changes nothing.</summary>
    public static Decision<ApiKeyEvent> Decide(ApiKey? state, EditApiKey body)
    {
        if (state is null) return Problem.NotFound("such API key");
        if (state.RevokedAt is not null) return Problem.InvalidTransition("API key", "revoked", "edited");
        var edited = new ApiKeyEdited(
            body.Name ?? state.Name, KeyNetworks.Distinct(body.AllowedNetworks.Over(state.AllowedNetworks)));
        var isSame = edited.Name == state.Name &&
            (edited.AllowedNetworks ?? []).SequenceEqual(state.AllowedNetworks ?? [], StringComparer.Ordinal);
        return isSame ? Decision<ApiKeyEvent>.Nothing : edited;
    }
}
