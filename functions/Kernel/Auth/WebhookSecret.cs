using System.Text;

namespace ItsmServerless.Kernel.Auth;

/// <summary>A shared secret as Standard Webhooks 1.0 writes it: <c>whsec_</c> and the base64 of its bytes.</summary>
public static class WebhookSecret
{
    /// <summary>What it begins with.</summary>
    public const string Prefix = "whsec_";

    /// <summary>The bytes to sign with; a secret that is written in another way is taken as it is.</summary>
    public static byte[] KeyOf(string secret)
    {
        if (!secret.StartsWith(Prefix, StringComparison.Ordinal)) return Encoding.UTF8.GetBytes(secret);
        var buffer = new byte[secret.Length];
        return Convert.TryFromBase64String(secret[Prefix.Length..], buffer, out var length)
            ? buffer[..length]
            : Encoding.UTF8.GetBytes(secret);
    }
}
