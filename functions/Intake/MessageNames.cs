using System.Security.Cryptography;
using System.Text.Json;
using ItsmServerless.Intake.Alerts;
using ItsmServerless.Intake.Providers;
using ItsmServerless.Intake.Signing;
using ItsmServerless.Kernel.Ids;
using NodaTime;

namespace ItsmServerless.Intake;

/// <summary>Tells messages that are the same from messages that only look the same.</summary>
/// <remarks>A mail is its bytes. An alert that fires, ends and fires again may be the same bytes twice and mean
/// something else each time: it is the same message only where the sender gives it an id. Where it does not, the key
/// of the alert keeps a message that is sent twice from doing anything twice.</remarks>
internal static class MessageNames
{
    public static RecordId IdOf(IntakeSource source, AlertMessage message, Instant now)
    {
        var name = NameOf(source, message);
        if (name is null && source.Format.IsMail())
            return Receipt.IdOf(source.Tenant, source.Id, Convert.ToHexStringLower(SHA256.HashData(message.Body.Span)));
        return name is { Length: > 0 }
            ? Receipt.IdOfMessage(source.Tenant, source.Id, name)
            : UlidText.New(Receipt.Prefix, now);
    }

    /// <summary>Mailgun's signature covers a token and no body: a token stands for one message, whatever comes with it.
    /// </summary>
    private static string? NameOf(IntakeSource source, AlertMessage message) => source.Format == IntakeFormat.Mailgun
        ? source.Secrets.Count > 0 ? MailgunSignature.TokenOf(message) : null
        : NameOf(source.Format, message);

    private static string? NameOf(IntakeFormat format, AlertMessage message) => format switch
    {
        IntakeFormat.StandardWebhook => message.Header("webhook-id"),
        IntakeFormat.GitHub => message.Header("X-GitHub-Delivery"),
        IntakeFormat.Sns => Member(message, root => root.Text("MessageId")),
        IntakeFormat.CloudEvents when message.Header("ce-specversion") is not null =>
            CloudEvents.NameOf(message.Header("ce-source"), message.Header("ce-id")),
        IntakeFormat.CloudEvents =>
            Member(message, root => CloudEvents.NameOf(root.Text("source"), root.Text("id"))),
        _ => null,
    };

    private static string? Member(AlertMessage message, Func<JsonElement, string?> name)
    {
        try
        {
            using var json = JsonDocument.Parse(message.Body, AlertReader.Options);
            return name(json.RootElement);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return null; // It is kept all the same, and quarantined when it is read.
        }
    }
}
