using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using ItsmServerless.Intake.Mime;
using ItsmServerless.Kernel.Ids;
using MimeKit;

namespace ItsmServerless.Intake.Providers;

/// <summary>A mail that a provider took into parts. It is put together again, and read as all mails are.</summary>
/// <param name="Headers">Lines of headers. Those about the body count no more: the body is ours.</param>
/// <param name="Text">Null when there is none.</param>
/// <param name="Html">Null when there is none.</param>
internal sealed record PartedMail(
    ReadOnlyMemory<byte> Headers, TextPart? Text, TextPart? Html, ImmutableArray<MimePart> Files)
{
    /// <summary>Text as the provider decoded it; null when there is none.</summary>
    public static TextPart? Part(string subtype, string? text)
    {
        if (string.IsNullOrEmpty(text)) return null;
        var part = new TextPart(subtype);
        part.SetText(Encoding.UTF8, text);
        return part;
    }

    /// <summary>A file, shown in place by its content id where it has one.</summary>
    public static MimePart File(string? name, string? type, string? contentId, ReadOnlyMemory<byte> content)
    {
        var file = ContentType.TryParse(type ?? "", out var known)
            ? new MimePart(known)
            : new MimePart("application", "octet-stream");
        var isInline = !string.IsNullOrWhiteSpace(contentId);
        file.ContentDisposition = new(isInline ? ContentDisposition.Inline : ContentDisposition.Attachment);
        if (isInline) file.Headers.Replace("Content-Id", $"<{contentId!.Trim().Trim('<', '>').ReplaceLineEndings("")}>");
        if (!string.IsNullOrEmpty(name)) file.FileName = name;
        file.Content = new MimeContent(Stream(content));
        return file;
    }

    /// <summary>The bytes where they are, not once more.</summary>
    private static Stream Stream(ReadOnlyMemory<byte> content) => MemoryMarshal.TryGetArray(content, out var bytes)
        ? new MemoryStream(bytes.Array ?? [], bytes.Offset, bytes.Count, writable: false, publiclyVisible: true)
        : new MemoryStream(content.ToArray());

    /// <summary>A line of a header, on one line whatever is in it; empty for one about the body, or that is none.
    /// </summary>
    public static string Line(string? name, string? value) =>
        name is { Length: > 0 and <= 200 } && name.All(IsToken) &&
        !name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase)
            ? $"{name}: {value?.ReplaceLineEndings(" ")}\r\n"
            : "";

    /// <summary>The mail, with the recipients that its envelope had beside those of its headers.</summary>
    public MailReading Read(IEnumerable<string?> envelope, MailLimits limits)
    {
        if (MimeLimits.Exceeded(Start(), limits) is { } limit) return new(null, $"mime_limits: {limit}");
        if (Files.Length >= limits.Parts) return new(null, $"mime_limits: more than {limits.Parts} parts");
        using var message = MimeMessage.Load(Start());
        message.Body = Together(message.Body as MultipartReport);
        return Delivered(MailReader.Of(message), envelope);
    }

    /// <summary>A mail that a provider passed on.</summary>
    /// <remarks>Providers leave what senders say of themselves where it is: a word about the sender counts only when it
    /// stands above every Received, where the sender cannot write.</remarks>
    public static MailReading Delivered(MailReading reading, IEnumerable<string?> envelope)
    {
        if (reading.Mail is not { } mail) return reading;
        var delivered = envelope.Select(address => address?.Trim() ?? "").Where(EmailAddress.IsValid)
            .Select(EmailAddress.From);
        return new(mail with
        {
            Recipients = [.. mail.Recipients.Union(delivered)],
            Proof = mail.Proof.IsOnTop ? mail.Proof : mail.Proof with { Results = null },
        }, null);
    }

    private Stream Start()
    {
        var start = new MemoryStream();
        start.Write(Headers.Span);
        start.Write("\r\n\r\n"u8);
        start.Position = 0;
        return start;
    }

    /// <param name="report">A report stays one: its parts are the files.</param>
    private MimeEntity Together(MultipartReport? report)
    {
        MimeEntity? body = (Text, Html) switch
        {
            ({ } text, { } html) => new MultipartAlternative(text, html),
            var (text, html) => text ?? html,
        };
        if (body is not null && report is null && Files.IsEmpty) return body;
        var all = report is null ? new Multipart("mixed") : new MultipartReport(report.ReportType ?? "delivery-status");
        if (body is not null) all.Add(body);
        foreach (var file in Files) all.Add(file);
        return all;
    }

    /// <summary>RFC 5322, 2.2.</summary>
    private static bool IsToken(char c) => c is > ' ' and <= '~' and not ':';
}
