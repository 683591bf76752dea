using Azure.Data.Tables;
using NodaTime;

namespace ItsmServerless.Notifications.Sent;

/// <summary>A notice of a record as callers see it: what was sent to whom, or why not.</summary>
/// <param name="Kind">What it told: <c>acknowledged</c>, <c>answered</c>, <c>asked</c>, …</param>
/// <param name="Channel"><c>mail</c> or <c>teams</c>.</param>
/// <param name="To">The addresses, or <c>teams:key</c>.</param>
/// <param name="State"><c>sending</c>, <c>sent</c>, <c>refused</c>, <c>suppressed</c> or <c>undelivered</c>.</param>
/// <param name="Reason">Why it was not sent, or did not arrive; null when nothing is known against it.</param>
/// <param name="At">When it came to this state.</param>
public sealed record NotificationView(
    string Kind, string Channel, IReadOnlyList<string> To, string State, string? Reason, Instant At)
{
    internal const string Mail = "mail";
    internal const string Teams = "teams";

    internal static NotificationView Of(TableEntity row) => new(
        row.GetString("Kind"), row.GetString("Channel"), row.GetString("To").Split(", "),
        row.GetString(NoticeRows.StateColumn), row.GetString("Reason"),
        Instant.FromDateTimeOffset(row.GetDateTimeOffset("At")!.Value));
}
