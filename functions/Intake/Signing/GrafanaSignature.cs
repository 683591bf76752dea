using System.Text;
using ItsmServerless.Intake.Alerts;
using ItsmServerless.Kernel.Outcomes;
using NodaTime;

namespace ItsmServerless.Intake.Signing;

/// <summary>Grafana's: bare hex of HMAC-SHA-256 over the body, or over <c>timestamp:body</c> when the sender is set up
/// to send the time (grafana.com/docs, webhook notifier).</summary>
internal static class GrafanaSignature
{
    private const string Header = "X-Grafana-Alerting-Signature";
    private const string TimeHeader = "X-Grafana-Alerting-Signature-Timestamp";

    public static Problem? Check(AlertMessage message, IReadOnlyList<string> secrets, Instant now)
    {
        var (given, time) = (message.Header(Header) ?? "", message.Header(TimeHeader));
        var before = time is null ? "" : $"{time}:";
        if (!secrets.Any(secret => Hmac.IsHex(given, Hmac.Of(Encoding.UTF8.GetBytes(secret), before, message.Body))))
            return Hmac.Bad(Header);
        return time is null ? null : Hmac.Stale(time, now);
    }
}
