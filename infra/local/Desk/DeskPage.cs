using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using ItsmServerless.Local.ServiceBus;

namespace ItsmServerless.Local.Desk;

/// <summary>The desk as a page: what was sent, what runs, what waits, what died, and the clock.</summary>
internal sealed class DeskPage(DeskMailStore mails, DeskOrchestrations orchestrations, DeskBus bus, DeskClock clock)
{
    /// <summary>Writes it; everything captured is text on it, never markup.</summary>
    public async Task WriteAsync(HttpContext http)
    {
        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        http.Response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; style-src 'nonce-{nonce}'; script-src 'nonce-{nonce}'; connect-src 'self'; "
            + "frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        http.Response.Headers.CacheControl = "no-store";
        http.Response.ContentType = "text/html; charset=utf-8";
        var page = new StringBuilder()
            .Append(DeskMarkup.Head(nonce))
            .Append(Clock(clock.Read()))
            .Append(Mail(await mails.ListAsync(to: null, http.RequestAborted)))
            .Append(Orchestrations(await orchestrations.ListAsync(http.RequestAborted)))
            .Append(Bus(bus.Counts()))
            .Append(DeadLetters(bus.DeadLetters()))
            .Append(DeskMarkup.Foot(nonce));
        await http.Response.WriteAsync(page.ToString(), http.RequestAborted);
    }

    private static string Clock(DeskClock.Reading reading) => DeskMarkup.Section("Clock",
        $"<p>{Text(reading.Now)}{(reading.NextDue is { } due ? $", next timer at {Text(due)}" : "")}</p>"
        + (reading.Manual
            ? """<p>Advance by <input id="by" value="PT1H" size="8"> <button data-advance>Advance</button></p>"""
            : "<p>The system's clock; <code>--clock manual</code> gives one that can be advanced.</p>"));

    private static string Mail(IReadOnlyList<DeskMail> all) => DeskMarkup.Section(
        $"Mail ({all.Count})", string.Concat(all.Reverse().Select(Mail)));

    private static string Mail(DeskMail mail) =>
        $"""
        <details><summary>{Text(mail.At)} · {Text(mail.To)} · <b>{Text(mail.Subject)}</b></summary>
        <pre>{Text(mail.Text)}</pre>
        {(mail.Html is null ? "" : Frame(mail.Id))}
        <details><summary>Headers</summary>
        <pre>{Text(string.Join('\n', mail.Headers.Select(header => $"{header.Key}: {header.Value}")))}</pre>
        </details></details>

        """;

    private static string Frame(string mailId) =>
        $"<iframe sandbox loading=\"lazy\" src=\"/_local/mail/{Text(mailId)}/html\"></iframe>";

    private static string Orchestrations(IReadOnlyList<DeskOrchestrations.Summary> all) => DeskMarkup.Table(
        $"Orchestrations ({all.Count})",
        ["Updated", "Name", "Id", "Status", "Custom status"],
        all.Select(one => (string[])
        [
            Text(one.UpdatedAt), Text(one.Name),
            $"<a href=\"/_local/orchestrations/{Uri.EscapeDataString(one.Id)}\">{Text(one.Id)}</a>",
            Text(one.Status), Text(one.CustomStatus),
        ]));

    private static string Bus(IReadOnlyList<MailboxCounts> all) => DeskMarkup.Table(
        "Bus",
        ["Queue or subscription", "Waiting", "Scheduled", "At work", "Dead"],
        all.Select(one => (string[])
            [Text(one.Path), $"{one.Active}", $"{one.Scheduled}", $"{one.Locked}", $"{one.DeadLetters}"]));

    private static string DeadLetters(IReadOnlyList<DeskBus.DeadLetter> all) => DeskMarkup.Table(
        $"Dead letters ({all.Count})",
        ["Queue or subscription", "Subject", "Reason", "Deliveries", "Body", ""],
        all.Select(one => (string[])
        [
            Text(one.Entity), Text(one.Subject), Text($"{one.Reason}: {one.Description}"), $"{one.DeliveryCount}",
            $"<pre>{Text(one.Body)}</pre>",
            $"<button data-entity=\"{Text(one.Entity)}\" data-sequence=\"{one.Sequence}\">Replay</button>",
        ]));

    private static string Text(DateTimeOffset at) => at.ToString("u");

    private static string Text(string? text) => HtmlEncoder.Default.Encode(text ?? "");
}
