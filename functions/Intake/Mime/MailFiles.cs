using ItsmServerless.Kernel.Mail;
using MimeKit;

namespace ItsmServerless.Intake.Mime;

/// <summary>Takes the files out of a mail: attachments, images, mails within it. Nothing is unpacked.</summary>
internal static class MailFiles
{
    /// <summary>Every part that is not shown as text, in the order of the mail.</summary>
    public static IEnumerable<MailFile> Of(MimeEntity? entity, MailBody body) => entity switch
    {
        Multipart parts => parts.SelectMany(part => Of(part, body)),
        MessagePart { Message: { } inner } mail => [Of(mail, inner)],
        MimePart part when !body.Shows(part) => [Of(part)],
        _ => [],
    };

    private static MailFile Of(MimePart part)
    {
        var extension = MimeTypes.TryGetExtension(part.ContentType.MimeType, out var known) ? known : "";
        var name = FileNames.Safe(part.FileName, "attachment" + extension);
        return new(name, FileNames.ContentType(part.ContentType.MimeType), Content(part.Content)) { ContentId = part.ContentId };
    }

    /// <summary>The bytes of a part, in memory once.</summary>
    internal static ReadOnlyMemory<byte> Content(IMimeContent? content)
    {
        if (content is not { Stream: { } stored }) return default;
        if (content.Encoding == ContentEncoding.Default && stored is MemoryStream here && here.TryGetBuffer(out var buffer))
            return buffer;
        using var decoded = new MemoryStream((int)stored.Length);
        content.DecodeTo(decoded);
        return decoded.GetBuffer().AsMemory(0, (int)decoded.Length);
    }

    private static MailFile Of(MessagePart part, MimeMessage mail)
    {
        using var content = new MemoryStream();
        mail.WriteTo(content);
        var name = FileNames.Safe(part.ContentDisposition?.FileName ?? HeaderText.Line(mail.Subject, 100), "message");
        var isNamed = name.EndsWith(".eml", StringComparison.OrdinalIgnoreCase);
        return new(isNamed ? name : $"{name}.eml", "message/rfc822", content.ToArray());
    }
}
