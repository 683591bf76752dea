using System.Text.Json.Serialization;
using MimeKit;

namespace ItsmServerless.Kernel.Ids;

/// <summary>A mail address, lower case: it names a person everywhere in a tenant.</summary>
/// <remarks>RFC 5321 lets the local part be case sensitive; no provider in use is, and people are not.</remarks>
[JsonConverter(typeof(TextValueConverter<EmailAddress>))]
public readonly record struct EmailAddress(string Value) : ITextValue<EmailAddress>
{
    private const int LongestPath = 254;

    /// <inheritdoc/>
    public static EmailAddress From(string text) => new(text.Trim().ToLowerInvariant());

    /// <summary>Whether the text is one plain address (no display name, no line break, at most 254 characters, RFC 5321
    /// 4.5.3.1.3).</summary>
    public static bool IsValid(string? text) =>
        text is { Length: > 2 and <= LongestPath } && !text.Any(char.IsControl) && !text.Any(char.IsWhiteSpace) &&
        text.IndexOf('@', StringComparison.Ordinal) > 0 && MailboxAddress.TryParse(text, out var mailbox) &&
        string.Equals(mailbox.Address, text, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
