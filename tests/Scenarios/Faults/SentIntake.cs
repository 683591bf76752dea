using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;

namespace ItsmServerless.Tests.Scenarios.Faults;

/// <summary>By which way something was sent.</summary>
internal enum Way
{
    Api,
    Mail,
    Alert,
}

/// <summary>One thing that is sent, perhaps several times, and becomes one incident.</summary>
/// <param name="HasClocks">Whether it is urgent enough for an agreement.</param>
internal sealed record SentIntake(int Number, Way Way, bool HasClocks)
{
    /// <summary>What the incident is called, and nothing else is.</summary>
    public string Title { get; } = string.Create(CultureInfo.InvariantCulture, $"Intake {Number:D6} broke");

    /// <summary>Who sends the mail.</summary>
    public string Sender { get; } = string.Create(CultureInfo.InvariantCulture, $"sender{Number:D6}@chaos.example");

    /// <summary>The share of each way: six of ten by API, a quarter by mail, the others as alerts.</summary>
    public static SentIntake Of(int number) => (number % 20) switch
    {
        < 12 => new(number, Way.Api, HasClocks: number % 20 == 0),
        < 17 => new(number, Way.Mail, HasClocks: false),
        _ => new(number, Way.Alert, HasClocks: false),
    };

    /// <summary>The request, the same each time.</summary>
    /// <param name="sources">The paths of the mailbox and of the alerts.</param>
    public HttpRequestMessage Request((string Mailbox, string Alerts) sources) => Way switch
    {
        Way.Api => Report(),
        Way.Mail => Posted(sources.Mailbox, Mail(), "message/rfc822"),
        _ => Posted(sources.Alerts, Alert(), "application/json"),
    };

    private HttpRequestMessage Report()
    {
        var level = HasClocks ? "high" : "medium";
        var request = new HttpRequestMessage(HttpMethod.Post, "/v1/incidents")
        {
            Content = JsonContent.Create(new { title = Title, impact = level, urgency = level }),
        };
        request.Headers.Add("Idempotency-Key", Title.Replace(' ', '-'));
        return request;
    }

    private static HttpRequestMessage Posted(string path, string body, string type) => new(HttpMethod.Post, path)
    {
        Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body))
        {
            Headers = { ContentType = MediaTypeHeaderValue.Parse(type) },
        },
    };

    private string Mail() =>
        $"From: {Sender}\r\nTo: desk@itsm.localhost\r\nSubject: {Title}\r\n" +
        $"Message-ID: <intake{Number}@chaos.example>\r\n\r\nPlease mend it.\r\n";

    private string Alert() => $$"""
        {"version":"4","groupKey":"{}:{alertname=\"Disk\"}","truncatedAlerts":0,"status":"firing","receiver":"itsm",
         "groupLabels":{},"commonLabels":{},"commonAnnotations":{},"externalURL":"http://alertmanager:9093",
         "alerts":[{"status":"firing","labels":{"alertname":"Disk","severity":"warning","instance":"db-{{Number}}"},
           "annotations":{"summary":"{{Title}}"},"startsAt":"2026-11-24T09:00:00Z","endsAt":"0001-01-01T00:00:00Z",
           "generatorURL":"http://prometheus/graph","fingerprint":"chaos-{{Number}}"}]}
        """;
}
