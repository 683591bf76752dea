using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ItsmServerless.Intake;
using ItsmServerless.Intake.Alerts;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;
using NodaTime.Text;

namespace ItsmServerless.Tests.Unit.Intake.Alerts;

/// <summary>The messages of tests/Unit/Intake/Corpus/Alerts: <c>FORMAT.CASE.http</c> holds header lines, an empty line
/// and the body, beside what it must be read as. <c>X-Mapping</c> is the mapping of its source.</summary>
internal static class AlertCorpus
{
    private const int LongestShown = 600;
    private const string MappingHeader = "X-Mapping";

    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
    };

    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Intake", "Corpus", "Alerts");

    public static IEnumerable<string> Names => Directory.GetFiles(Folder, "*.http")
        .Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal);

    public static IntakeFormat FormatOf(string name) => Words<IntakeFormat>.Parse(name.Split('.')[0])!.Value;

    public static string Expected(string name) => File.ReadAllText(Path.Combine(Folder, $"{name}.json"));

    public static (AlertMessage Message, AlertMapping? Mapping) Read(string name)
    {
        var raw = File.ReadAllBytes(Path.Combine(Folder, $"{name}.http"));
        var end = raw[0] == '\n' ? 0 : raw.AsSpan().IndexOf("\n\n"u8) + 1;
        var headers = Encoding.UTF8.GetString(raw, 0, end).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(": ", 2))
            .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);
        var mapping = headers.Remove(MappingHeader, out var text)
            ? JsonSerializer.Deserialize<AlertMapping>(text, Json.Strict)
            : null;
        return (new(raw.AsMemory(end + 1), headers, "rcp_1"), mapping);
    }

    public static AlertReading Reading(string name)
    {
        var (message, mapping) = Read(name);
        return AlertReader.Read(FormatOf(name), message, mapping);
    }

    /// <summary>What a reading says, with long things shortened; of what a library complains of, only that it does.
    /// </summary>
    public static string Text(AlertReading reading) => JsonSerializer.Serialize(reading switch
    {
        AlertReading.Alerts alerts => new { Alerts = alerts.All.Select(Shown).ToList() },
        AlertReading.Confirm confirm => new { Confirm = confirm.Url.AbsoluteUri },
        AlertReading.Nothing nothing => new { Nothing = nothing.Reason },
        AlertReading.Refused refused => (object)new { Refused = Stable(refused.Reason) },
        _ => throw new InvalidOperationException($"{reading}"),
    }, Options) + "\n";

    private static object Shown(Alert alert) => new
    {
        Key = Shown(alert.Key),
        Status = Words<AlertStatus>.Of(alert.Status),
        Title = Shown(alert.Title),
        Description = alert.Description is { } text ? Shown(text) : null,
        Severity = alert.Severity is { } severity ? Words<Severity>.Of(severity) : null,
        alert.Service,
        alert.Group,
        Items = alert.Items.IsEmpty ? null : string.Join(" | ", alert.Items),
        Tags = alert.Tags.IsEmpty ? null : string.Join(" | ", alert.Tags),
        Links = alert.Links.IsEmpty ? null : alert.Links.Select(link => $"{link.Text} {link.Url}".TrimStart()),
        OccurredAt = alert.OccurredAt is { } at ? InstantPattern.ExtendedIso.Format(at) : null,
        alert.MessageId,
    };

    private static string Stable(string reason) =>
        reason.Split(':')[0] is "invalid_json" or "not_readable" ? reason.Split(':')[0] : reason;

    private static string Shown(string text) =>
        text.Length <= LongestShown ? text : $"{text[..40]}… ({text.Length})";
}
