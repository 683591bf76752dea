using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using ItsmServerless.Tests.Scenarios.Fixtures;
using ItsmServerless.Tests.Scenarios.Incidents;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Tenants;

/// <summary>Tokens that are nearly right: each is refused, and the answer does not say why.</summary>
public sealed class HostileTokenTests(DeskFixture desk) : IClassFixture<DeskFixture>
{
    private static readonly Dictionary<string, Func<TokenIssuer, string>> Hostile = new(StringComparer.Ordinal)
    {
        ["another audience"] = issuer => issuer.Token(("aud", "api://other")),
        ["no audience"] = issuer => issuer.Token(("aud", null)),
        ["another issuer, signed by ours"] = issuer => issuer.Token(("iss", "https://login.example.com")),
        ["the issuer with a slash"] = issuer => issuer.Token(("iss", issuer.Url + "/")),
        ["the issuer in capitals"] = issuer => issuer.Token(("iss", issuer.Url.Replace("realm", "REALM", StringComparison.Ordinal))),
        ["no issuer"] = issuer => issuer.Token(("iss", null)),
        ["expired"] = issuer => issuer.Token(("nbf", issuer.Seconds(TimeSpan.FromHours(-2))), ("exp", issuer.Seconds(TimeSpan.FromMinutes(-2)))),
        ["not yet valid"] = issuer => issuer.Token(("nbf", issuer.Seconds(TimeSpan.FromMinutes(5)))),
        ["without an end"] = issuer => issuer.Token(("exp", null)),
        ["an unknown role"] = issuer => issuer.Token(("roles", new[] { "Desk.Owner" })),
        ["a role of ours that is not mapped"] = issuer => issuer.Token(("roles", new[] { "admin", "operator" })),
        ["no role"] = issuer => issuer.Token(("roles", null)),
        ["no subject"] = issuer => issuer.Token(("sub", null)),
        ["alg none"] = issuer => Unsigned(issuer, """{"alg":"none","typ":"JWT"}"""),
        ["alg NONE with a key"] = issuer => Unsigned(issuer, $$"""{"alg":"NONE","typ":"JWT","kid":"{{issuer.Key.KeyId}}"}"""),
        ["unsigned, alg RS256"] = issuer => Unsigned(issuer, $$"""{"alg":"RS256","typ":"JWT","kid":"{{issuer.Key.KeyId}}"}"""),
        ["HS256 with the public key"] = issuer => ByPublicKey(issuer),
        ["HS256 with the modulus"] = issuer => TokenIssuer.Sign(
            new SymmetricSecurityKey(Modulus(issuer)) { KeyId = issuer.Key.KeyId }, SecurityAlgorithms.HmacSha256, issuer.Claims()),
        ["a key of somebody else's"] = issuer => Stranger(issuer, issuer.Key.KeyId),
        ["a key that nobody knows"] = issuer => Stranger(issuer, "unknown"),
        ["a key by path"] = issuer => Stranger(issuer, "../../../../dev/null"),
        ["a key by query"] = issuer => Stranger(issuer, "' or '1' eq '1"),
        ["a key that it brings along"] = issuer => Stranger(issuer, "mine", ("jwk", Own())),
        ["keys at an address"] = issuer => Stranger(issuer, "mine", ("jku", issuer.Url + "/keys"), ("x5u", issuer.Url + "/keys")),
        ["a critical header"] = issuer => TokenIssuer.Sign(
            issuer.Key, SecurityAlgorithms.RsaSha256, issuer.Claims(("aud", "x")), ("crit", new[] { "exp" })),
        ["of another kind"] = issuer => TokenIssuer.Sign(issuer.Key, SecurityAlgorithms.RsaSha256, issuer.Claims(), ("typ", "logout+jwt")),
        ["with an altered body"] = issuer => Altered(issuer.Token(), part: 1),
        ["with an altered signature"] = issuer => Altered(issuer.Token(), part: 2),
        ["with a part more"] = issuer => issuer.Token() + ".e30",
        ["with text behind"] = issuer => issuer.Token() + "AAAA",
        ["two at once"] = issuer => issuer.Token() + " " + issuer.Token(),
        ["two with a comma"] = issuer => issuer.Token() + "," + issuer.Token(),
        ["padded"] = issuer => issuer.Token() + "==",
        ["far too long"] = issuer => issuer.Token(("filler", new string('x', 20_000))),
        ["five parts"] = _ => "e30.e30.e30.e30.e30",
        ["empty parts"] = _ => "..",
        ["no JSON"] = _ => "AAAA.AAAA.AAAA",
        ["an empty object"] = _ => "e30.e30.e30",
    };

    public static TheoryData<string> Names => [.. Hostile.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Token_IsRefused_WithOneText(string name)
    {
        await using var rig = await Rig();
        (await rig.Ask(rig.Issuer.Token())).Expect(HttpStatusCode.OK);

        var refused = await rig.Ask(Hostile[name](rig.Issuer));

        refused.Refused(HttpStatusCode.Unauthorized, "unauthenticated");
        Assert.Equal("The credential is not valid.", refused.Json.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task TwoHeaders_AreRefused()
    {
        await using var rig = await Rig();
        using var http = new HttpClient { BaseAddress = new Uri(desk.Url) };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/incidents");
        request.Headers.TryAddWithoutValidation("Authorization", [$"Bearer {rig.Issuer.Token()}", $"Bearer {rig.Issuer.Token()}"]);
        using var response = await http.SendAsync(request);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    private async Task<TokenRig> Rig() => await TokenRig.StartAsync(
        desk.Url, desk.Services.GetRequiredService<TimeProvider>(), await desk.TenantAsync());

    private static string Unsigned(TokenIssuer issuer, string header) =>
        $"{Part(header)}.{issuer.Token().Split('.')[1]}.";

    private static string Part(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));

    private static string Stranger(TokenIssuer issuer, string keyId, params (string, object)[] headers)
    {
        using var rsa = RSA.Create(2048);
        return TokenIssuer.Sign(new RsaSecurityKey(rsa) { KeyId = keyId }, SecurityAlgorithms.RsaSha256, issuer.Claims(), headers);
    }

    private static Dictionary<string, object> Own()
    {
        using var rsa = RSA.Create(2048);
        var key = JsonWebKeyConverter.ConvertFromRSASecurityKey(new RsaSecurityKey(rsa.ExportParameters(false)));
        return new() { ["kty"] = "RSA", ["n"] = key.N, ["e"] = key.E };
    }

    /// <summary>CVE-2015-9235: the public key, as text that anybody has, for a secret.</summary>
    private static string ByPublicKey(TokenIssuer issuer)
    {
        var signed = $"{Part($$"""{"alg":"HS256","typ":"JWT","kid":"{{issuer.Key.KeyId}}"}""")}.{issuer.Token().Split('.')[1]}";
        var secret = Encoding.ASCII.GetBytes(((RsaSecurityKey)issuer.Key).Rsa.ExportSubjectPublicKeyInfoPem());
        return $"{signed}.{Base64Url.EncodeToString(HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(signed)))}";
    }

    private static byte[] Modulus(TokenIssuer issuer) => ((RsaSecurityKey)issuer.Key).Rsa.ExportParameters(false).Modulus!;

    private static string Altered(string token, int part)
    {
        var parts = token.Split('.');
        var at = parts[part].Length / 2;
        parts[part] = parts[part][..at] + (parts[part][at] == 'A' ? 'B' : 'A') + parts[part][(at + 1)..];
        return string.Join('.', parts);
    }
}
