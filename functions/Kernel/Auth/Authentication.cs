using System.Security.Cryptography;
using System.Text;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using Microsoft.AspNetCore.Http;

namespace ItsmServerless.Kernel.Auth;

/// <summary>Finds out who sends a request, from the Authorization header alone.</summary>
public sealed class Authentication(
    KeyDirectory keys, KeyUses uses, AccessTokens tokens, CallerNetwork network, PersonStates people, TenantStates tenants,
    InstallationSettings installation, OperatorSettings settings)
{
    private const string Scheme = "Bearer ";
    private static readonly string[] CredentialParameters = ["key", "api_key", "apikey", "api-key", "access_token", "token"];
    private static readonly object CallerItem = new();
    private static readonly Problem Missing = Refused("Send Authorization: Bearer and an API key or an access token.");
    private static readonly Problem Invalid = Refused("The credential is not valid.");
    private readonly byte[] operatorHash = SHA256.HashData(Encoding.UTF8.GetBytes(settings.Key));

    /// <summary>The caller of an authenticated request.</summary>
    public static Caller CallerOf(HttpContext http) =>
        TryCallerOf(http) ?? throw new InvalidOperationException("An anonymous route has no caller.");

    /// <summary>The caller of a request; null on a route that asks for no credential.</summary>
    public static Caller? TryCallerOf(HttpContext http) => http.Items[CallerItem] as Caller;

    /// <summary>A credential in the URL ends up in logs and histories: it is refused wherever it comes (OWASP ASVS
    /// 14.2.1).</summary>
    public static Problem? KeyInUrl(HttpRequest request) => request.Query.Any(IsCredential)
        ? new(ProblemCode.KeyInUrl, "Send the credential in the Authorization header, never in the URL; replace this one, it may have been logged.")
        : null;

    /// <summary>The caller, or <c>unauthenticated</c> / <c>tenant_suspended</c> / <c>network_not_allowed</c>.</summary>
    public async Task<Outcome<Caller>> Authenticate(HttpContext http)
    {
        var (header, cancel) = (http.Request.Headers.Authorization, http.RequestAborted);
        var text = header.Count == 1 && header[0]!.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[0]![Scheme.Length..].Trim() : null;
        if (text is null) return Missing;
        if ((await Find(http, text, cancel)).IsRefused(out var problem, out var caller)) return problem;
        if (await tenants.IsGone(caller.Tenant, cancel)) return Invalid;
        if (await tenants.IsSuspended(caller.Tenant, cancel)) return new Problem(ProblemCode.TenantSuspended, "The tenant is suspended.");
        if (caller.Person is { } person && await people.IsInactive(caller.Tenant, person, cancel)) return Invalid;
        http.Items[CallerItem] = caller;
        return caller;
    }

    private static Problem Refused(string detail) => new(ProblemCode.Unauthenticated, detail);

    private async Task<Outcome<Caller>> Find(HttpContext http, string text, CancellationToken cancel)
    {
        if (IsOperator(text)) return new Caller(TenantId.Operator, Role.Operator, "operator", null);
        if (text.StartsWith(ApiKeyText.Prefix, StringComparison.Ordinal)) return await ByKey(http, text, cancel);
        return await tokens.Find(text, cancel) is { } caller ? caller : Invalid;
    }

    private async Task<Outcome<Caller>> ByKey(HttpContext http, string text, CancellationToken cancel)
    {
        if (ApiKeyText.Read(text, installation.Environment) is not { } key) return Invalid;
        if (await keys.Find(key, cancel) is not { } entry) return Invalid;
        if (!network.IsWithin(http, entry.Networks))
            return new Problem(ProblemCode.NetworkNotAllowed, "The API key may not be used from the address that this request comes from.");
        uses.Note(entry.Tenant, key.KeyId);
        return entry.CallerBy(key.KeyId);
    }

    private bool IsOperator(string text) =>
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(text)), operatorHash);

    private static bool IsCredential(KeyValuePair<string, Microsoft.Extensions.Primitives.StringValues> parameter) =>
        CredentialParameters.Contains(parameter.Key, StringComparer.OrdinalIgnoreCase) ||
        parameter.Value.Any(value => value?.StartsWith(ApiKeyText.Prefix, StringComparison.OrdinalIgnoreCase) == true);
}

/// <summary>The operator's credential.</summary>
/// <param name="Key">At least 24 characters, but in the environment <c>local</c>.</param>
public sealed record OperatorSettings(string Key);
