using ItsmServerless.Kernel.Ids;
using MimeKit;
using MimeKit.Cryptography;

namespace ItsmServerless.Intake.Mime;

/// <summary>What a mail carries that may prove its sender.</summary>
/// <param name="IsFromOne">Whether it names exactly one sender, in exactly one From; RFC 5322, 3.6.2 allows
/// more.</param>
/// <param name="Results">The topmost Authentication-Results; null when there is none that can be read.</param>
/// <remarks>A mail server puts its own on top of what came in. All that is below, whatever name it bears, may have been
/// written by the sender (RFC 8601, 5 and 7.1), so nothing but the topmost is ever looked at.</remarks>
public sealed record SenderProof(bool IsFromOne, AuthenticationResults? Results)
{
    private const int KnownVersion = 1;

    /// <summary>Whether the results stand above every Received: nobody but the last server can have written
    /// them.</summary>
    public bool IsOnTop { get; init; }

    /// <summary>Nothing at all.</summary>
    public static SenderProof None { get; } = new(false, null);

    /// <summary>What a mail carries.</summary>
    public static SenderProof Of(MimeMessage message)
    {
        var froms = message.Headers.Where(header => header.Id == HeaderId.From).Take(2).Count();
        var top = message.Headers.FirstOrDefault(header => header.Id == HeaderId.AuthenticationResults);
        var results = top is not null && AuthenticationResults.TryParse(top.RawValue, out var read) ? read : null;
        return new(froms == 1 && message.From is [MailboxAddress], results)
        {
            IsOnTop = message.Headers.FirstOrDefault(IsTrace) is { Id: HeaderId.AuthenticationResults } &&
                message.Headers.Contains(HeaderId.Received),
        };
    }

    /// <summary>Whether the domain of the sender's address vouches for the mail, in the word of the server that is
    /// trusted.</summary>
    /// <param name="server">Its name as it writes it; null when none is trusted.</param>
    /// <remarks>DMARC must have passed for just this domain. Where the domain has no DMARC policy, a DKIM signature by
    /// exactly this domain does: a parent or a child may be somebody else's. SPF alone never does: it is about the
    /// envelope.</remarks>
    public bool Vouches(string? server, EmailAddress from)
    {
        if (!IsFromOne || server is null) return false;
        if (Results is not { Instance: null, Version: null or KnownVersion }) return false;
        if (!Same(Results.AuthenticationServiceIdentifier, server)) return false;
        var domain = from.Value[(from.Value.LastIndexOf('@') + 1)..];
        AuthenticationMethodResult[] dmarc = [.. Results.Results.Where(result => Same(result.Method, "dmarc"))];
        return dmarc.All(result => Same(result.Result, "none"))
            ? Results.Results.Any(result => IsPass(result, "dkim", "d", domain))
            : dmarc.All(result => IsPass(result, "dmarc", "from", domain));
    }

    /// <summary>Whether the server that is trusted says that the mail is not from who it claims to be: DMARC failed, or
    /// there is more than one sender, about whom DMARC says nothing.</summary>
    /// <param name="server">Its name as it writes it; null when none is trusted, and nothing is denied.</param>
    public bool Denies(string? server) => server is not null && (!IsFromOne || (Results is { } results &&
        Same(results.AuthenticationServiceIdentifier, server) &&
        results.Results.Any(result => Same(result.Method, "dmarc") && Same(result.Result, "fail"))));

    private static bool IsTrace(Header header) => header.Id is HeaderId.AuthenticationResults or HeaderId.Received;

    private static bool IsPass(AuthenticationMethodResult result, string method, string property, string domain)
    {
        if (!Same(result.Method, method) || !Same(result.Result, "pass")) return false;
        if (result.Version is not (null or KnownVersion)) return false;
        var named = result.Properties.Where(each =>
            Same(each.PropertyType, "header") && Same(each.Property, property)).ToArray();
        return named is [var only] && Same(only.Value, domain);
    }

    private static bool Same(string? one, string other) =>
        string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
