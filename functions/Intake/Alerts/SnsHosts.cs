using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace ItsmServerless.Intake.Alerts;

/// <summary>The addresses that Amazon SNS has its certificates and confirmations at. No other is ever called.</summary>
public static partial class SnsHosts
{
    /// <summary>Whether it is <c>https://sns.REGION.amazonaws.com/…</c> (or <c>.com.cn</c>) at the usual port, without
    /// a user.</summary>
    public static bool IsAllowed(string text, [NotNullWhen(true)] out Uri? address) =>
        Uri.TryCreate(text, UriKind.Absolute, out address) &&
        address is { Scheme: "https", IsDefaultPort: true, UserInfo: "" } &&
        Host().IsMatch(address.Host);

    /// <summary>The same, and the file of a certificate.</summary>
    public static bool IsCertificate(string text, [NotNullWhen(true)] out Uri? address) =>
        IsAllowed(text, out address) && address.Query.Length == 0 && Certificate().IsMatch(address.AbsolutePath);

    [GeneratedRegex(@"\Asns\.[a-z]{2}(-[a-z]{2,12}){1,3}-[0-9]{1,2}\.amazonaws\.com(\.cn)?\z",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Host();

    [GeneratedRegex(@"\A/[A-Za-z0-9._-]{1,200}\.pem\z", RegexOptions.NonBacktracking)]
    private static partial Regex Certificate();
}
