namespace ItsmServerless.Local.Desk.Mails;

/// <summary>A mail that would have been sent.</summary>
/// <param name="Id">The same for the same Message-ID.</param>
/// <param name="To">Every recipient, separated by commas.</param>
/// <param name="Text">The plain text; <see langword="null"/> when it has none.</param>
/// <param name="Html">The HTML as it is, not made safe.</param>
/// <param name="Headers">By name; values of a repeated header are separated by commas.</param>
/// <param name="At">When it was handed over, by the host's clock.</param>
internal sealed record DeskMail(
    string Id,
    string To,
    string? Subject,
    string? Text,
    string? Html,
    IReadOnlyDictionary<string, string> Headers,
    DateTimeOffset At);
