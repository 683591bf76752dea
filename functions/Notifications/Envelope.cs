using System.Collections.Immutable;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Notifications.Sent;

namespace ItsmServerless.Notifications;

/// <summary>A notice addressed: exactly one mail.</summary>
/// <param name="Cause">The event it tells of.</param>
public sealed record Envelope(PublishedEvent Cause, Notice Notice, ImmutableArray<EmailAddress> To)
{
    /// <summary>Which of a record's mails it is, always the same for the same event, kind and recipients; the later
    /// the event, the earlier it sorts.</summary>
    public string Part => NoticeRows.Row(Cause.At, Cause.Sequence, KeyText.Hash(Name)[..10]);

    private string Name => $"{Cause.Record}\n{Notice.Kind}\n{string.Join('\n', To)}";

    /// <summary>The mails a notice becomes, for recipients who stand for somebody by now.</summary>
    public static IEnumerable<Envelope> Of(PublishedEvent cause, Notice notice, IEnumerable<EmailAddress> recipients)
    {
        ImmutableArray<EmailAddress> told = [.. recipients.Where(to => to != notice.Except).Distinct().Order(ByText)];
        if (!notice.InOneMail) return told.Select(to => new Envelope(cause, notice, [to]));
        return told.IsEmpty ? [] : [new(cause, notice, told)];
    }

    private static readonly Comparer<EmailAddress> ByText =
        Comparer<EmailAddress>.Create((one, other) => string.CompareOrdinal(one.Value, other.Value));
}
