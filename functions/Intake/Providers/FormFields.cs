using System.Net;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using ItsmServerless.Intake.Alerts;
using ItsmServerless.Intake.Mime;
using MimeKit;
using MimeKit.IO;

namespace ItsmServerless.Intake.Providers;

/// <summary>A field of a form, as bytes: which charset they are in is said elsewhere, or nowhere.</summary>
internal sealed record FormField(string Name, string? FileName, string ContentType, ReadOnlyMemory<byte> Content)
{
    public string Text => Encoding.UTF8.GetString(Content.Span);
}

/// <summary>The fields of a form in one of the two encodings of HTML forms, in their order.</summary>
/// <remarks>multipart/form-data is MIME (RFC 7578), so it is read by the same reader, within the same limits, as
/// mails are.</remarks>
internal sealed class FormFields(IReadOnlyList<FormField> all)
{
    private const string Multiparts = "multipart/form-data";

    /// <summary>Those that a file came in.</summary>
    public IEnumerable<FormField> Files => all.Where(one => one.FileName is not null);

    /// <summary>The first of a name; null when there is none.</summary>
    public FormField? Find(string name) => all.FirstOrDefault(field => field.Name == name);

    /// <summary>Its text; null when there is none.</summary>
    public string? Text(string name) => Find(name)?.Text;

    /// <summary>The text of a name that there is once; null otherwise, because nobody knows which one counts.</summary>
    public string? Only(string name) =>
        all.Where(field => field.Name == name).Take(2).ToArray() is [var only] ? only.Text : null;

    /// <summary>What the JSON in a field says; nothing when it is none, since mails do without it.</summary>
    public JsonElement Json(string name)
    {
        try
        {
            using var json = SmallJson.Parse(Find(name)?.Content ?? "null"u8.ToArray());
            return json.RootElement.Clone();
        }
        catch (JsonException)
        {
            return default;
        }
    }

    /// <summary>The fields of a body.</summary>
    /// <exception cref="FormatException">It is no form, or beyond the limits of mails.</exception>
    public static FormFields Of(AlertMessage message, MailLimits limits)
    {
        var type = message.Header("Content-Type") ?? "";
        return new(type.StartsWith(Multiparts, StringComparison.OrdinalIgnoreCase)
            ? [.. Parts(type, message.Body, limits)]
            : [.. Pairs(message.Body, limits.Parts)]);
    }

    private static IEnumerable<FormField> Parts(string type, ReadOnlyMemory<byte> body, MailLimits limits)
    {
        using var form = new ChainedStream();
        form.Add(new MemoryStream(Encoding.UTF8.GetBytes($"Content-Type: {type}\r\n\r\n")));
        form.Add(BinaryData.FromBytes(body).ToStream());
        if (MimeLimits.Exceeded(form, limits) is { } limit) throw new FormatException($"the form has {limit}");
        form.Position = 0;
        if (MimeEntity.Load(form, persistent: true) is not Multipart parts) yield break;
        foreach (var part in parts)
        {
            if (part.ContentDisposition?.Parameters["name"] is not { } name) continue;
            yield return new(name, part.ContentDisposition.FileName, part.ContentType.MimeType, Bytes(part));
        }
    }

    /// <summary>A file that is a mail or a form itself comes read already: it is written as it was.</summary>
    private static ReadOnlyMemory<byte> Bytes(MimeEntity part)
    {
        if (part is MimePart file) return MailFiles.Content(file.Content);
        using var content = new MemoryStream();
        part.WriteTo(content, contentOnly: true);
        return content.ToArray();
    }

    private static IEnumerable<FormField> Pairs(ReadOnlyMemory<byte> body, int most)
    {
        for (var count = 0; !body.IsEmpty; count++)
        {
            if (count == most) throw new FormatException($"the form has more than {count} fields");
            var end = body.Span.IndexOf((byte)'&');
            var pair = end < 0 ? body : body[..end];
            body = end < 0 ? default : body[(end + 1)..];
            var equals = pair.Span.IndexOf((byte)'=');
            if (equals <= 0) continue;
            yield return new(
                Encoding.UTF8.GetString(Decoded(pair[..equals])), null, "text/plain", Decoded(pair[(equals + 1)..]));
        }
    }

    private static byte[] Decoded(ReadOnlyMemory<byte> text) =>
        MemoryMarshal.TryGetArray(text, out var bytes) && bytes.Array is { } all
            ? WebUtility.UrlDecodeToBytes(all, bytes.Offset, bytes.Count) ?? []
            : [];
}
