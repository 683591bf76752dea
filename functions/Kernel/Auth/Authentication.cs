using System.Security.Cryptography;
using System.Text;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using Microsoft.AspNetCore.Http;

namespace ItsmServerless.Kernel.Auth;

/// <summary>Finds out who sends a request, from the Authorization header alone.</summary>
public sealed class Authentication(KeyDirectory keys, TenantStates tenants, OperatorSettings settings)
{
    private const string Scheme = "Bearer ";
    private static readonly string[] CredentialParameters = ["key", "api_key", "apikey", "api-key", "access_token", "token"];
    private static readonly object CallerItem = new();

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

    /// <summary>The caller, or <c>unauthenticated</c> / <c>tenant_suspended</c>.</summary>
    public async Task<Outcome<Caller>> Authenticate(HttpContext http)
    {
        var header = http.Request.Headers.Authorization;
        var text = header.Count == 1 && header[0]!.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[0]![Scheme.Length..].Trim() : null;
        if (text is null) return Refused("Send Authorization: Bearer and an API key.");
        var caller = IsOperator(text) ? new Caller(TenantId.Operator, Role.Operator, "operator", null) : await ByKey(text, http.RequestAborted);
        if (caller is null) return Refused("The API key is not valid.");
        if (await tenants.IsSuspended(caller.Tenant, http.RequestAborted)) return new Problem(ProblemCode.TenantSuspended, "The tenant is suspended.");
        http.Items[CallerItem] = caller;
        return caller;
    }

    private static Problem Refused(string detail) => new(ProblemCode.Unauthenticated, detail);

    private async Task<Caller?> ByKey(string text, CancellationToken cancel) =>
        ApiKeyText.Read(text) is { } key ? await keys.Find(key, cancel) : null;

    private bool IsOperator(string text) => CryptographicOperations.FixedTimeEquals(
        SHA256.HashData(Encoding.UTF8.GetBytes(text)), SHA256.HashData(Encoding.UTF8.GetBytes(settings.Key)));

    private static bool IsCredential(KeyValuePair<string, Microsoft.Extensions.Primitives.StringValues> parameter) =>
        CredentialParameters.Contains(parameter.Key, StringComparer.OrdinalIgnoreCase) ||
        parameter.Value.Any(value => value?.StartsWith(ApiKeyText.Prefix, StringComparison.OrdinalIgnoreCase) == true);
}

/// <summary>The operator's credential.</summary>
/// <param name="Key">At least 24 characters, but in the environment <c>local</c>.</param>
public sealed record OperatorSettings(string Key);
