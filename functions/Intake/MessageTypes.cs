using ItsmServerless.Intake.Alerts;
using ItsmServerless.Intake.Mime;
using ItsmServerless.Intake.Providers;
using ItsmServerless.Kernel.Outcomes;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace ItsmServerless.Intake;

/// <summary>What a message of a format may look like from outside, and which of its headers are kept.</summary>
internal static class MessageTypes
{
    private const int MostAlertBytes = 4 << 20;
    private const int MostHeaderCharacters = 8 << 10;
    private const string Attributes = "ce-";
    private static readonly string[] MailTypes = ["message/rfc822", "text/plain", "application/octet-stream"];
    private static readonly string[] FormTypes = ["multipart/form-data", "application/x-www-form-urlencoded"];
    private static readonly string[] JsonTypes = ["application/json"];

    /// <summary>SNS calls its JSON a plain text.</summary>
    private static readonly string[] SnsTypes = ["text/plain", "application/json"];
    private static readonly string[] EventTypes = [CloudEvents.Structured, CloudEvents.Batch, "application/json"];
    private static readonly string[] NamedHeaders = ["Content-Type", "X-GitHub-Event", "X-GitHub-Delivery", "webhook-id"];

    /// <summary>Bytes of one message.</summary>
    public static int MostBytes(IntakeFormat format, MailLimits limits) => format.IsMail() ? limits.Bytes : MostAlertBytes;

    /// <summary>Whether a message can do without a body: an event whose attributes are headers.</summary>
    public static bool MayBeEmpty(IntakeFormat format, HttpRequest request) => IsBinaryEvent(format, request);

    /// <summary><c>unsupported_media_type</c>; null when the format has this type.</summary>
    public static Problem? Refusal(IntakeFormat format, HttpRequest request)
    {
        var types = Of(format);
        return IsBinaryEvent(format, request) || types.Contains(TypeOf(request), StringComparer.OrdinalIgnoreCase)
            ? null
            : new(ProblemCode.UnsupportedMediaType,
                $"Content-Type {request.ContentType ?? "(none)"} is none of {string.Join(", ", types)}.");
    }

    /// <summary>The headers that are needed to read the body later; null for mails as
    /// they travel.</summary>
    public static IReadOnlyDictionary<string, string>? Kept(
        IntakeFormat format, IReadOnlyDictionary<string, string> headers)
    {
        if (format == IntakeFormat.Mime) return null;
        var left = MostHeaderCharacters;
        return headers.Where(header => IsKept(header.Key))
            .TakeWhile(header => (left -= header.Key.Length + header.Value.Length) >= 0)
            .ToDictionary(header => header.Key, header => header.Value, StringComparer.OrdinalIgnoreCase);
    }

    private static bool IsKept(string name) => NamedHeaders.Contains(name, StringComparer.OrdinalIgnoreCase) ||
        name.StartsWith(Attributes, StringComparison.OrdinalIgnoreCase);

    private static bool IsBinaryEvent(IntakeFormat format, HttpRequest request) =>
        format == IntakeFormat.CloudEvents && request.Headers.ContainsKey(Attributes + "specversion");

    private static string[] Of(IntakeFormat format) => format switch
    {
        IntakeFormat.Mime => MailTypes,
        IntakeFormat.SendGrid or IntakeFormat.Mailgun => FormTypes,
        IntakeFormat.Sns => SnsTypes,
        IntakeFormat.CloudEvents => EventTypes,
        _ => JsonTypes,
    };

    private static string? TypeOf(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type) ? type.MediaType.Value : null;
}
