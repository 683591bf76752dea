using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ItsmServerless.Intake.Mime;

namespace ItsmServerless.Tests.Unit.Intake;

/// <summary>The mails of tests/Unit/Intake/Corpus, each an <c>.eml</c> beside what it must be read as.</summary>
internal static class Corpus
{
    private const int LongestShown = 600;

    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Intake", "Corpus");

    public static IEnumerable<string> Names => Directory.GetFiles(Folder, "*.eml")
        .Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal);

    public static byte[] Raw(string name) => File.ReadAllBytes(Path.Combine(Folder, $"{name}.eml"));

    public static string Expected(string name) => File.ReadAllText(Path.Combine(Folder, $"{name}.json"));

    public static InboundMail Mail(string name) => MailReader.Read(Raw(name)).Mail!;

    /// <summary>What a reading says, with long things shortened.</summary>
    public static string Text(MailReading reading) => JsonSerializer.Serialize(
        reading.Mail is { } mail ? Shown(mail) : new { reading.Refusal }, Options) + "\n";

    private static object Shown(InboundMail mail) => new
    {
        From = mail.From is { } from ? $"{from.Name} <{from.Email}>".TrimStart() : null,
        Recipients = Shown(mail.Recipients.Select(to => to.Value)),
        mail.Subject,
        mail.MessageId,
        Answered = mail.Answered.IsEmpty ? null : Shown(mail.Answered),
        mail.Nature,
        Text = Shown(mail.Text),
        Answer = mail.Answer == mail.Text ? null : Shown(mail.Answer),
        Files = mail.Files.IsEmpty ? null : mail.Files.Select(Shown),
    };

    private static object Shown(MailFile file) => new
    {
        Name = Shown(file.Name),
        file.ContentType,
        Bytes = file.Content.Length,
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(file.Content.Span))[..16],
    };

    private static string Shown(IEnumerable<string> values)
    {
        var all = values.ToList();
        return string.Join(" ", all.Take(3)) + (all.Count > 3 ? $" … ({all.Count})" : "");
    }

    private static string Shown(string text) =>
        text.Length <= LongestShown ? text : $"{text[..40]}… ({text.Length})";
}
