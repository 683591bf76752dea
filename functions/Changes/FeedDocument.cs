using System.Security.Cryptography;
using System.Text;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Serialization;
using ItsmServerless.Kernel.Ids;
using NodaTime;
using FeedCalendar = Ical.Net.Calendar;

namespace ItsmServerless.Changes;

/// <summary>The calendar of changes as iCalendar (RFC 5545): changes, freezes and maintenance windows.</summary>
/// <param name="Tag">The same for the same text.</param>
/// <remarks>Of persons no more than the owner's name is in it; drafts are not. The same calendar makes the same text,
/// so
/// that a program that has it need not load it again.</remarks>
public sealed record FeedDocument(string Text, string Tag)
{
    /// <summary>The media type.</summary>
    public const string MediaType = "text/calendar; charset=utf-8";

    /// <summary>Writes the calendar down. Pure.</summary>
    /// <param name="names">Of people, by address.</param>
    public static FeedDocument Of(
        CalendarFeed feed, ChangeCalendar calendar, IReadOnlyDictionary<EmailAddress, string> names)
    {
        var written = new FeedCalendar { ProductId = "-//ItsmServerless//Changes//EN", Method = "PUBLISH" };
        written.AddProperty("X-WR-CALNAME", feed.Name);
        var shown = calendar.Items.Where(change => change.State is not (ChangeState.Draft or ChangeState.Rejected));
        written.Events.AddRange(shown.Select(change => OfChange(change, names)));
        written.Events.AddRange(calendar.Freezes.Select(freeze => Entry(
            $"freeze-{freeze.Key}", $"Freeze: {freeze.Name}", new(freeze.From, freeze.Until), feed.CreatedAt)));
        written.Events.AddRange(calendar.MaintenanceWindows.SelectMany(window => window.Times.Select(time => Entry(
            $"maintenance-{window.Key}-{time.Start.ToUnixTimeSeconds()}", $"Maintenance: {window.Name}", time,
            feed.CreatedAt))));
        var text = new CalendarSerializer().SerializeToString(written) ?? "";
        return new(text, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16)));
    }

    private static CalendarEvent OfChange(ChangeSummary change, IReadOnlyDictionary<EmailAddress, string> names)
    {
        var entry = Entry(change.Id.Value, $"{change.Number} {change.Title}", change.Window, change.UpdatedAt);
        entry.Transparency = Ical.Net.TransparencyType.Opaque;
        entry.Status = change.State is ChangeState.AwaitingApproval or ChangeState.Approved ? "TENTATIVE" : "CONFIRMED";
        if (change.Owner is { } owner && names.TryGetValue(owner, out var name)) entry.Description = $"Owner: {name}";
        return entry;
    }

    /// <summary>What takes nobody's time, unless it is said otherwise.</summary>
    private static CalendarEvent Entry(string id, string summary, Window time, Instant stamp) => new()
    {
        Uid = id,
        Summary = summary,
        Start = At(time.Start),
        End = At(time.End),
        DtStamp = At(stamp),
        Transparency = Ical.Net.TransparencyType.Transparent,
    };

    private static CalDateTime At(Instant at) => new(at.ToDateTimeUtc(), "UTC");
}
