using System.Collections.Immutable;
using ItsmServerless.Kernel.Outcomes;
using Newtonsoft.Json.Linq;

namespace ItsmServerless.Intake.Alerts;

/// <summary>How a body of any shape becomes alerts: a JMESPath expression (jmespath.org) for each field.</summary>
/// <param name="Alerts">Leads to a list of alerts, of which the others read; the body itself is one when missing.
/// </param>
/// <param name="Key">Names what is wrong; required.</param>
/// <param name="Title">Required.</param>
/// <param name="Status">A word for firing, acknowledged or resolved; firing when missing.</param>
/// <param name="Severity">A word of any tool.</param>
/// <param name="Tags">A text or a list of texts.</param>
/// <param name="Link">An address of the web.</param>
/// <param name="OccurredAt">RFC 3339, or seconds or milliseconds since 1970.</param>
public sealed record AlertMapping(
    string? Key, string? Title, string? Status = null, string? Description = null, string? Severity = null,
    string? Service = null, string? Group = null, string? Item = null, string? Tags = null, string? Link = null,
    string? OccurredAt = null, string? Alerts = null)
{
    /// <summary>What the message says by this mapping.</summary>
    internal AlertReading Read(AlertMessage message)
    {
        if (message.Body.Length > JmesExpression.MostBytes)
            return new AlertReading.Refused(
                $"too_large: a body that is mapped has at most {JmesExpression.MostBytes} bytes");
        var body = JmesExpression.Parse(message.Body.Span);
        var all = ImmutableArray.CreateBuilder<Alert>();
        foreach (var (index, item) in Roots(body).Index())
        {
            if (One(item, index) is not AlertReading.Alerts read) return One(item, index);
            all.AddRange(read.All);
        }
        return new AlertReading.Alerts(all.ToImmutable());
    }

    internal static IEnumerable<FieldError> Validate(AlertMapping mapping) =>
    [
        .. Check.Present("/mapping/key", mapping.Key),
        .. Check.Present("/mapping/title", mapping.Title),
        .. mapping.Expressions().SelectMany(pair => JmesExpression.Validate($"/mapping/{pair.Name}", pair.Text)),
    ];

    private IEnumerable<(string Name, string? Text)> Expressions() =>
    [
        ("key", Key), ("title", Title), ("status", Status), ("description", Description), ("severity", Severity),
        ("service", Service), ("group", Group), ("item", Item), ("tags", Tags), ("link", Link),
        ("occurredAt", OccurredAt), ("alerts", Alerts),
    ];

    private IEnumerable<JToken> Roots(JToken body) =>
        Alerts is null ? [body] : JmesExpression.Of(Alerts, body) is JArray list ? list : [];

    private AlertReading One(JToken from, int index)
    {
        if (Text(Key, from) is not { } key) return Missing("key", Key, index);
        if (Text(Title, from) is not { } title) return Missing("title", Title, index);
        var word = Text(Status, from);
        if (word is not null && AlertWords.StatusOf(word) is null)
            return new AlertReading.Refused($"unknown_status: alert {index} has the status {AlertText.Line(word, 64)}");
        return AlertText.Alert(key, AlertWords.StatusOf(word) ?? AlertStatus.Firing, title, Text(Description, from)) with
        {
            Severity = AlertWords.SeverityOf(Text(Severity, from)),
            Service = AlertText.Service(Text(Service, from)),
            Group = AlertText.Line(Text(Group, from), 64),
            Items = AlertText.Items(Texts(Item, from)),
            Tags = AlertText.Tags(Texts(Tags, from)),
            Links = AlertText.Links((Text(Link, from), null)),
            OccurredAt = AlertText.Time(Text(OccurredAt, from)),
        };
    }

    private static AlertReading Missing(string name, string? expression, int index) => new AlertReading.Refused(
        $"missing_field: {name} of alert {index} has no text at {AlertText.Line(expression, 100)}");

    private static string? Text(string? expression, JToken from) => Texts(expression, from).FirstOrDefault();

    private static IEnumerable<string> Texts(string? expression, JToken from) => expression is null
        ? []
        : JmesExpression.Of(expression, from) switch
        {
            JArray list => list.OfType<JValue>().Select(TextOf).OfType<string>(),
            JValue value when TextOf(value) is { } text => [text],
            _ => [],
        };

    private static string? TextOf(JValue value) =>
        value.Value is null || string.IsNullOrWhiteSpace(value.ToString()) ? null : value.ToString();
}
