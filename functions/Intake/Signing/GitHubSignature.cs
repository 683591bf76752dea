using System.Text;
using ItsmServerless.Intake.Alerts;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Intake.Signing;

/// <summary>GitHub's: <c>sha256=</c> and hex of HMAC-SHA-256 over the body (docs.github.com, validating webhook
/// deliveries).</summary>
internal static class GitHubSignature
{
    private const string Header = "X-Hub-Signature-256";
    private const string Scheme = "sha256=";

    public static Problem? Check(AlertMessage message, IReadOnlyList<string> secrets)
    {
        var given = message.Header(Header) ?? "";
        return given.StartsWith(Scheme, StringComparison.Ordinal) && secrets.Any(secret =>
            Hmac.IsHex(given[Scheme.Length..], Hmac.Of(Encoding.UTF8.GetBytes(secret), "", message.Body)))
            ? null
            : Hmac.Bad(Header);
    }
}
