using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Time;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using NodaTime;

namespace ItsmServerless.Kernel.Auth;

/// <summary>Finds out whom an access token of an issuer that a tenant trusts stands for (RFC 7519, RFC 9068).</summary>
/// <remarks>The issuer's own keys alone count, found by <c>kid</c>: keys and addresses that a token brings along are not
/// looked at (RFC 8725, 3.10). The algorithms are those with a public key.</remarks>
public sealed class AccessTokens(IssuerDirectory issuers, IssuerKeys keys, Clock clock)
{
    private const int Longest = 16_384;
    private const int LongestSubject = 255;
    private static readonly Duration Skew = Duration.FromMinutes(1);
    private static readonly string[] Algorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];
    private static readonly string[] Types = ["JWT", "at+jwt", "application/at+jwt"];
    private static readonly Role[] Ranks =
        [Role.Admin, Role.Manager, Role.Agent, Role.Auditor, Role.Requester, Role.Integration, Role.Provisioning];
    private static readonly JsonWebTokenHandler Handler = new() { MapInboundClaims = false, MaximumTokenSizeInBytes = Longest };

    /// <summary>Whether the text looks like a token: three parts of base64url.</summary>
    public static bool HasShape(string text) => text.Length <= Longest && text.Count(c => c == '.') == 2 &&
        text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');

    /// <summary>The caller; null when the token is not valid, or of nobody known, or stands for no role.</summary>
    public async Task<Caller?> Find(string text, CancellationToken cancel)
    {
        if (!HasShape(text) || Read(text) is not { } token || token.Issuer is not { Length: > 0 } issuer) return null;
        var trusting = (await issuers.Find(issuer, cancel)).Where(entry => IsFor(entry, token)).Take(2).ToList();
        if (trusting is not [var entry]) return null; // None; or two at once, which no claim should have let in.
        if (token.Kid is not { Length: > 0 } kid || await keys.Find(issuer, kid, cancel) is not { } key) return null;
        var checkedToken = await Handler.ValidateTokenAsync(token, Rules(entry, key));
        return checkedToken.IsValid ? CallerOf(entry, token) : null;
    }

    private static JsonWebToken? Read(string text)
    {
        try
        {
            return new(text);
        }
        catch (Exception malformed) when (malformed is ArgumentException or SecurityTokenException)
        {
            return null; // The library has no way to look first.
        }
    }

    private static bool IsFor(IssuerEntry entry, JsonWebToken token) =>
        entry.Claim is null || (Values(token, entry.Claim).ToList() is [var only] && only == entry.Value);

    private TokenValidationParameters Rules(IssuerEntry entry, SecurityKey key) => new()
    {
        ValidIssuer = entry.Issuer,
        ValidAudience = entry.Audience,
        IssuerSigningKey = key,
        TryAllIssuerSigningKeys = false,
        ValidAlgorithms = Algorithms,
        ValidTypes = Types,
        LifetimeValidator = IsInTime,
    };

    /// <summary>By the product's clock; a token without an end is none.</summary>
    private bool IsInTime(DateTime? from, DateTime? until, SecurityToken token, TokenValidationParameters rules)
    {
        var now = clock.Now;
        return until is { } end && now < At(end) + Skew && !(from is { } begin && now < At(begin) - Skew);
    }

    private static Caller? CallerOf(IssuerEntry entry, JsonWebToken token)
    {
        if (token.Subject is not { Length: > 0 and <= LongestSubject } subject) return null;
        var roles = Values(token, entry.RolesClaim).Where(entry.Roles.ContainsKey).Select(value => entry.Roles[value]).ToHashSet();
        return roles.Count == 0
            ? null
            : new(entry.Tenant, Ranks.First(roles.Contains), $"{entry.Provider}/{KeyText.Escape(subject)}", PersonOf(entry.Person, token))
            {
                IsToken = true,
                Issuer = entry.Issuer,
                ExpiresAt = At(token.ValidTo),
            };
    }

    private static EmailAddress? PersonOf(PersonSource source, JsonWebToken token)
    {
        var address = source switch
        {
            PersonSource.VerifiedEmail when IsTrue(Only(token, "email_verified")) => Only(token, "email"),
            PersonSource.Email => Only(token, "email"),
            PersonSource.PreferredUsername => Only(token, "preferred_username"),
            _ => null,
        };
        return EmailAddress.IsValid(address) ? EmailAddress.From(address!) : null;
    }

    private static bool IsTrue(string? text) => "true".Equals(text, StringComparison.OrdinalIgnoreCase);

    private static string? Only(JsonWebToken token, string claim) => Values(token, claim).ToList() is [var only] ? only : null;

    private static IEnumerable<string> Values(JsonWebToken token, string claim) =>
        token.Claims.Where(one => one.Type == claim).Select(one => one.Value);

    private static Instant At(DateTime utc) => Instant.FromDateTimeUtc(DateTime.SpecifyKind(utc, DateTimeKind.Utc));
}
