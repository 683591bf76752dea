using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ItsmServerless.Tests.Scenarios.Fixtures;

/// <summary>An issuer of access tokens on this machine: discovery, keys, signing, and a change of keys.</summary>
internal sealed class TokenIssuer : IAsyncDisposable
{
    /// <summary>What its tokens are for.</summary>
    public const string Audience = "api://itsm";

    private readonly WebApplication _app;
    private readonly List<SecurityKey> _keys = [];
    private readonly TimeProvider _time;
    private int _made;

    private TokenIssuer(WebApplication app, TimeProvider time) => (_app, _time) = (app, time);

    /// <summary>As tokens name it.</summary>
    public string Url => _app.Urls.Single() + "/realm";

    /// <summary>Whether it answers.</summary>
    public bool IsUp { get; set; } = true;

    /// <summary>Who its discovery document says that it is; itself by default.</summary>
    public string? Pretends { get; set; }

    /// <summary>Where its discovery document says that keys are; its own by default.</summary>
    public string? KeysAt { get; set; }

    /// <summary>How often it was asked for its keys.</summary>
    public int Asked { get; private set; }

    /// <summary>The key that it signs with.</summary>
    public SecurityKey Key => _keys[^1];

    public static async Task<TokenIssuer> StartAsync(TimeProvider time)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var issuer = new TokenIssuer(builder.Build(), time);
        issuer._app.MapGet("/realm/.well-known/openid-configuration", issuer.Discovery);
        issuer._app.MapGet("/realm/keys", issuer.Keys);
        await issuer._app.StartAsync();
        issuer.Rotate();
        return issuer;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    /// <summary>Signs with a new key from here on; the ones before are published no more.</summary>
    public void Rotate(bool elliptic = false)
    {
        _keys.Clear();
        var id = $"key-{++_made}";
        _keys.Add(elliptic
            ? new ECDsaSecurityKey(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = id }
            : new RsaSecurityKey(RSA.Create(2048)) { KeyId = id });
    }

    /// <summary>A time by the clock of the product, as tokens write it.</summary>
    public long Seconds(TimeSpan from) => _time.GetUtcNow().Add(from).ToUnixTimeSeconds();

    /// <summary>A token that is right in all: of an agent, for an hour.</summary>
    /// <param name="claims">Claims that differ; null leaves one out.</param>
    public string Token(params (string Name, object? Value)[] claims) =>
        Sign(Key, Key is RsaSecurityKey ? SecurityAlgorithms.RsaSha256 : SecurityAlgorithms.EcdsaSha256, Claims(claims));

    /// <summary>The claims of such a token.</summary>
    public Dictionary<string, object> Claims(params (string Name, object? Value)[] claims)
    {
        var now = _time.GetUtcNow();
        var all = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["iss"] = Url,
            ["aud"] = Audience,
            ["sub"] = "subject-1",
            ["nbf"] = now.ToUnixTimeSeconds(),
            ["exp"] = now.AddHours(1).ToUnixTimeSeconds(),
            ["roles"] = new[] { "Desk.Agent" },
            ["email"] = "Ann@Example.org",
            ["email_verified"] = true,
        };
        foreach (var (name, value) in claims)
        {
            if (value is null) all.Remove(name);
            else all[name] = value;
        }
        return all;
    }

    /// <summary>A token signed in any way.</summary>
    public static string Sign(
        SecurityKey key, string algorithm, Dictionary<string, object> claims, params (string Name, object Value)[] headers)
    {
        var typed = headers.FirstOrDefault(header => header.Name == "typ").Value as string;
        var others = headers.Where(header => header.Name != "typ").ToDictionary(header => header.Name, header => header.Value);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Claims = claims,
            SigningCredentials = new(key, algorithm),
            AdditionalHeaderClaims = others,
            TokenType = typed ?? "JWT",
        });
    }

    private IResult Discovery() => IsUp
        ? Results.Json(new Dictionary<string, string> { ["issuer"] = Pretends ?? Url, ["jwks_uri"] = KeysAt ?? Url + "/keys" })
        : Results.StatusCode(503);

    private IResult Keys()
    {
        Asked++;
        return IsUp ? Results.Text(JsonSerializer.Serialize(new { keys = _keys.Select(Published) }), "application/json") : Results.StatusCode(503);
    }

    private static Dictionary<string, string> Published(SecurityKey key)
    {
        var web = key is RsaSecurityKey rsa
            ? JsonWebKeyConverter.ConvertFromRSASecurityKey(new RsaSecurityKey(rsa.Rsa.ExportParameters(false)) { KeyId = key.KeyId })
            : JsonWebKeyConverter.ConvertFromECDsaSecurityKey((ECDsaSecurityKey)key);
        return web.Kty == "RSA"
            ? new() { ["kty"] = "RSA", ["use"] = "sig", ["kid"] = key.KeyId, ["n"] = web.N, ["e"] = web.E }
            : new() { ["kty"] = "EC", ["use"] = "sig", ["kid"] = key.KeyId, ["crv"] = web.Crv, ["x"] = web.X, ["y"] = web.Y };
    }
}
