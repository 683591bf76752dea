using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ItsmServerless.Intake;
using ItsmServerless.Intake.Alerts;
using ItsmServerless.Intake.Mime;
using ItsmServerless.Intake.Providers;
using ItsmServerless.Kernel.Outcomes;

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

    public static MailReading ReadingOf(string name) => MailReader.Read(Raw(name));

    public static InboundMail Mail(string name) => ReadingOf(name).Mail!;

    /// <summary>The messages of providers, <c>FORMAT.CASE.http</c>: header lines, an empty line and the body.</summary>
    public static IEnumerable<string> ProviderNames => Directory.GetFiles(Path.Combine(Folder, "Providers"), "*.http")
        .Select(path => $"Providers/{Path.GetFileNameWithoutExtension(path)}").Order(StringComparer.Ordinal);

    public static IntakeFormat FormatOf(string name) =>
        Words<IntakeFormat>.Parse(Path.GetFileName(name).Split('.')[0])!.Value;

    public static AlertMessage Message(string name)
    {
        var raw = File.ReadAllBytes(Path.Combine(Folder, $"{name}.http"));
        var end = raw.AsSpan().IndexOf("\n\n"u8);
        var headers = Encoding.UTF8.GetString(raw, 0, end).Split('\n').Select(line => line.Split(": ", 2))
            .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);
        return new(raw.AsMemory(end + 2), headers, "rcp_1");
    }

    public static MailReading Provided(string name) => MailFormats.Read(FormatOf(name), Message(name), MailLimits.Usual);

    /// <summary>What a reading says, with long things shortened; of what a library complains of, only that it does.
    /// </summary>
    public static string Text(MailReading reading) => JsonSerializer.Serialize(
        reading.Mail is { } mail ? Shown(mail) : new { Refusal = Stable(reading.Refusal!) }, Options) + "\n";

    private static string Stable(string refusal) =>
        refusal.Contains("LineNumber", StringComparison.Ordinal) ? refusal.Split(':')[0] : refusal;

    private static object Shown(InboundMail mail) => new
    {
        From = mail.From is { } from ? $"{from.Name} <{from.Email}>".TrimStart() : null,
        Recipients = Shown(mail.Recipients.Select(to => to.Value)),
        mail.Subject,
        mail.MessageId,
        Answered = mail.Answered.IsEmpty ? null : Shown(mail.Answered),
        mail.Nature,
        Vouched = mail.From is { Email: var email } && mail.Proof.Vouches("mx.example.net", email) ? "yes" : null,
        Text = Shown(mail.Text),
        Answer = mail.Answer == mail.Text ? null : Shown(mail.Answer),
        Page = mail.Html is null ? null : SafeHtml.Of(mail) is { } page ? Shown(page) : "(as text)",
        Files = mail.Files.IsEmpty ? null : mail.Files.Select(Shown),
    };

    private static object Shown(MailFile file) => new
    {
        Name = Shown(file.Name),
        file.ContentType,
        file.ContentId,
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
