using System.Security.Cryptography;
using System.Text;
using ItsmServerless.Intake.Alerts;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Intake.Signing;

/// <summary>For senders that sign nothing: the secret in <c>Authorization</c>, as a bearer token or as the password of
/// basic authentication.</summary>
internal static class SharedSecret
{
    public static Problem? Check(AlertMessage message, IReadOnlyList<string> secrets)
    {
        var shown = Shown(message.Header("Authorization"));
        return shown is not null && secrets.Any(secret => CryptographicOperations.FixedTimeEquals(
            SHA256.HashData(Encoding.UTF8.GetBytes(shown)), SHA256.HashData(Encoding.UTF8.GetBytes(secret))))
            ? null
            : new Problem(ProblemCode.BadSignature, "Authorization does not hold the secret of this source.");
    }

    private static string? Shown(string? header) => header?.Split(' ', 2) switch
    {
        ["Bearer" or "bearer", var token] => token.Trim(),
        ["Basic" or "basic", var pair] => Password(pair.Trim()),
        _ => null,
    };

    private static string? Password(string encoded)
    {
        var buffer = new byte[encoded.Length];
        return Convert.TryFromBase64String(encoded, buffer, out var length) &&
            Encoding.UTF8.GetString(buffer, 0, length).Split(':', 2) is [_, var password]
            ? password
            : null;
    }
}
