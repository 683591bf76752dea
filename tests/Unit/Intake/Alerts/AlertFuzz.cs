using System.Text;
using System.Text.Json;
using CsCheck;
using ItsmServerless.Intake;
using ItsmServerless.Intake.Alerts;
using ItsmServerless.Intake.Providers;

namespace ItsmServerless.Tests.Unit.Intake.Alerts;

/// <summary>Messages that nobody would send.</summary>
internal static class AlertFuzz
{
    private static readonly string[] Names =
    [
        "schemaId", "data", "essentials", "alertId", "monitorCondition", "version", "alerts", "status", "labels",
        "annotations", "fingerprint", "event_action", "dedup_key", "payload", "summary", "source", "severity",
        "alert_transition", "deduplication_key", "specversion", "id", "type", "subject", "time", "data_base64",
        "Type", "MessageId", "Message", "SubscribeURL", "action", "issue", "number", "repository", "full_name",
        "key", "title", "tags", "links", "href", "startsAt", "date", "timestamp",
    ];

    private static readonly string[] Values =
    [
        "", "azureMonitorCommonAlertSchema", "Fired", "Resolved", "4", "firing", "resolved", "trigger", "resolve",
        "critical", "Triggered", "1.0", "Notification", "SubscriptionConfirmation", "opened", "closed",
        "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "99999999999999999999", "-1", "https://x", "javascript:x",
        "{\"AlarmName\":\"a\",\"NewStateValue\":\"OK\"}", "\uD83D\uDD25", "a\u0000b\u202Ec", "%zz", "!!!",
    ];

    private static readonly Gen<IntakeFormat> Formats = OneOf(
        [.. Enum.GetValues<IntakeFormat>().Where(format => !format.IsMail())]);

    private static readonly Gen<string> Text = Gen.OneOf(OneOf(Values), Gen.String[0, 30]);

    /// <summary>JSON of any shape under the names that the formats look for.</summary>
    public static Gen<(IntakeFormat Format, AlertMessage Message, AlertMapping? Mapping)> AnyJson { get; } =
        Gen.Select(Formats, Object(4), (format, json) => (format, Message(Encoding.UTF8.GetBytes(json)), (AlertMapping?)null));

    /// <summary>Messages of a corpus with bytes changed, removed and put in, read as any format.</summary>
    public static Gen<(IntakeFormat Format, AlertMessage Message, AlertMapping? Mapping)> Damaged(
        IEnumerable<(string Name, AlertMessage Message, AlertMapping? Mapping)> corpus)
    {
        var small = corpus.Where(message => message.Message.Body.Length < 20_000).ToArray();
        return Gen.Select(
            Gen.Int[0, small.Length - 1], Gen.Int[0, int.MaxValue], Gen.Int[0, 60], Gen.Byte.Array[0, 10], Formats, Gen.Bool)
            .Select((index, at, length, put, other, isOther) =>
            {
                var (name, message, mapping) = small[index];
                var body = Damage(message.Body.ToArray(), at, length, put);
                return (isOther ? other : AlertCorpus.FormatOf(name), message with { Body = body }, mapping);
            });
    }

    /// <summary>Whether everything that is read fits an incident, so that no alert is lost by what it says.</summary>
    public static bool IsSound(AlertReading reading) =>
        reading is not AlertReading.Alerts { All: var all } || (!all.IsEmpty && all.All(IsSound));

    private static bool IsSound(Alert alert)
    {
        var fired = AlertEvents.Fire(null, GivenAlert.Received(alert), 0, "INC-000001", null);
        return alert.Key.Length is > 0 and <= 512 && fired.Refusal is null;
    }

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    private static byte[] Damage(byte[] body, int at, int length, byte[] put)
    {
        var from = body.Length == 0 ? 0 : at % body.Length;
        return [.. body[..from], .. put, .. body[Math.Min(body.Length, from + length)..]];
    }

    private static AlertMessage Message(byte[] body) => new(body, new Dictionary<string, string>(), "rcp_1");

    private static Gen<string> Object(int depth) => Gen.Select(OneOf(Names), Value(depth))
        .Array[0, 8].Select(members => "{" + string.Join(
            ',', members.DistinctBy(member => member.Item1).Select(member => $"\"{member.Item1}\":{member.Item2}")) + "}");

    private static Gen<string> Value(int depth)
    {
        var plain = Gen.OneOf(
            Text.Select(text => JsonSerializer.Serialize(text)), Gen.Double.Select(number => $"{(float.IsFinite((float)number) ? number : 0):R}"),
            OneOf("null", "true", "[]", "{}", "1e999", "\"\\ud83d\""));
        return depth == 0 ? plain
            : Gen.OneOf(plain, plain, Object(depth - 1), Value(depth - 1).Array[0, 4].Select(items => $"[{string.Join(',', items)}]"));
    }
}
