using ItsmServerless.Intake.Alerts;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Kernel.Time;
using NodaTime;

namespace ItsmServerless.Intake.Signing;

/// <summary>Whether a message is from whom it should be, looked at before anything in it is believed or kept.</summary>
public sealed class MessageProof(Signer signer, SnsSignature sns, Clock clock)
{
    private const string Purpose = "intake-source-secret";

    /// <summary>How far the time of a signature may be from ours.</summary>
    public static readonly Duration Tolerance = Duration.FromMinutes(5);

    /// <summary>Null when the signature fits the bytes as they came, or none is asked for.</summary>
    /// <returns><c>bad_signature</c>, <c>stale</c>, or <c>forbidden</c> for a topic that may not send.</returns>
    public async Task<Problem?> Check(IntakeSource source, AlertMessage message, CancellationToken cancel)
    {
        if (source.Format == IntakeFormat.Sns) return await sns.Check(message, source.Alerts.Topics, clock.Now, cancel);
        if (Secrets(source) is not { Count: > 0 } secrets) return null;
        return source.Format switch
        {
            IntakeFormat.StandardWebhook => StandardWebhookSignature.Check(message, secrets, clock.Now),
            IntakeFormat.Grafana => GrafanaSignature.Check(message, secrets, clock.Now),
            IntakeFormat.SendGrid => SendGridSignature.Check(message, secrets, clock.Now),
            IntakeFormat.Mailgun => MailgunSignature.Check(message, secrets, clock.Now),
            IntakeFormat.GitHub => GitHubSignature.Check(message, secrets),
            _ => SharedSecret.Check(message, secrets),
        };
    }

    /// <summary>A secret as it is stored with its source.</summary>
    public SourceSecret Seal(Kernel.Ids.RecordId source, string secret) =>
        new(signer.Seal(Purpose, source.Value, secret));

    private List<string> Secrets(IntakeSource source) =>
        [.. source.Secrets.Where(secret => !(secret.Until <= clock.Now)).Select(secret => Open(source, secret))];

    /// <summary>One that cannot be opened lets nobody in.</summary>
    private string Open(IntakeSource source, SourceSecret secret) =>
        signer.Open(Purpose, source.Id.Value, secret.Sealed) ??
        throw new InvalidOperationException($"A secret of {source.Id} cannot be opened: was its signing key retired?");
}
