using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Storage;
using NodaTime;

namespace ItsmServerless.Notifications.Addresses;

/// <summary>What is known of an address that mails did not reach.</summary>
/// <param name="FailedSince">Since when no mail will ever reach it: none is sent; null while mails may still get
/// through.</param>
/// <param name="Status">The last failure's, as in RFC 3463: <c>5.1.1</c>.</param>
/// <param name="Diagnostic">One line of the other side's words.</param>
/// <param name="SoftFailures">How often a mail was delayed, or given up for another reason than the address.</param>
/// <param name="Record">What the last such mail was about.</param>
/// <param name="IsCleared">Nothing stands against it any more.</param>
public sealed record MailAddress(
    EmailAddress Email, Instant? FailedSince, string Status, string? Diagnostic, int SoftFailures, RecordId Record,
    Instant LastFailureAt, bool IsCleared, int Version) : IRecord<MailAddress, MailAddressEvent>
{
    /// <summary>The prefix of their ids.</summary>
    public const string Prefix = "mad";

    /// <summary>The partition of the list rows; the row is the escaped address.</summary>
    public const string ListPartition = "mail-address";

    /// <inheritdoc/>
    public static string Practice => "mail_address";

    /// <summary>The record of an address.</summary>
    public static RecordId IdOf(EmailAddress email) => RecordId.Named(Prefix, email.Value);

    /// <inheritdoc/>
    public static MailAddress Apply(MailAddress? state, Recorded<MailAddressEvent> recorded) => recorded.Event switch
    {
        MailAddressFailed e => After(state is { IsCleared: false } ? state : null, e, recorded),
        MailAddressCleared => state! with { IsCleared = true, Version = recorded.Sequence },
        _ => throw new InvalidDataException($"{recorded.Record}: {recorded.Event.GetType().Name} is unknown."),
    };

    /// <inheritdoc/>
    public static IEnumerable<ListRow> Rows(MailAddress state) => state.IsCleared
        ? []
        : [new(TableNames.Settings, ListPartition, KeyText.Escape(state.Email.Value), SettingsRow.Of(state))];

    /// <inheritdoc/>
    public static bool IsDeleted(MailAddress state) => state.IsCleared;

    private static MailAddress After(
        MailAddress? state, MailAddressFailed e, Recorded<MailAddressEvent> recorded) => new(
        e.Email, state?.FailedSince ?? (e.ForGood ? recorded.At : null), e.Status, e.Diagnostic,
        (state?.SoftFailures ?? 0) + (e.ForGood ? 0 : 1), e.About, recorded.At, IsCleared: false, recorded.Sequence);
}

/// <summary>What happens to an address.</summary>
public abstract record MailAddressEvent;

/// <summary>A mail did not reach it.</summary>
/// <param name="ForGood">Whether none ever will.</param>
/// <param name="About">The record that the mail was about.</param>
/// <param name="Mail">Which of the record's mails it was.</param>
[EventType("mail_address.failed")]
public sealed record MailAddressFailed(
    EmailAddress Email, bool ForGood, string Status, string? Diagnostic, RecordId About, string Mail)
    : MailAddressEvent;

/// <summary>Mails go there again.</summary>
/// <param name="Receipt">The mail by which somebody wrote from it; null when an admin said so.</param>
[EventType("mail_address.cleared")]
public sealed record MailAddressCleared(RecordId? Receipt) : MailAddressEvent;

/// <summary>An address as callers see it.</summary>
/// <param name="State"><c>failed</c>: none is sent; <c>unsure</c>: mails may still get through.</param>
public sealed record MailAddressView(
    EmailAddress Email, string State, Instant? FailedSince, string Status, string? Diagnostic, int SoftFailures,
    RecordId Record, Instant LastFailureAt, int Version)
{
    /// <summary>The address with a word for its state.</summary>
    public static MailAddressView Of(MailAddress address) => new(
        address.Email, address.FailedSince is null ? "unsure" : "failed", address.FailedSince, address.Status,
        address.Diagnostic, address.SoftFailures, address.Record, address.LastFailureAt, address.Version);
}
