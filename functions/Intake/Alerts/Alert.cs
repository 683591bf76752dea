using System.Collections.Immutable;
using System.Text.Json.Serialization;
using ItsmServerless.Incidents;
using NodaTime;

namespace ItsmServerless.Intake.Alerts;

/// <summary>What a machine says about the state of something, whatever format it came in.</summary>
/// <param name="Key">Names what is wrong. Alerts of one key belong to one open incident, whichever source and format
/// they came by.</param>
/// <param name="Title">One line; never empty.</param>
/// <param name="Service">The service it says it is about; null when it does not say.</param>
/// <param name="Group">The group it says is responsible; null when it does not say.</param>
public sealed record Alert(
    string Key, AlertStatus Status, string Title, string? Description = null, Severity? Severity = null,
    string? Service = null, string? Group = null)
{
    /// <summary>Names of the configuration items it is about.</summary>
    public ImmutableArray<string> Items { get; init; } = [];

    /// <summary>Words to find it by.</summary>
    public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>Where the sender shows more.</summary>
    public ImmutableArray<AlertLink> Links { get; init; } = [];

    /// <summary>When the state began, as the sender says.</summary>
    public Instant? OccurredAt { get; init; }

    /// <summary>The sender's id of this one message: the same id again is the same message.</summary>
    public string? MessageId { get; init; }
}

/// <summary>A page of the sender.</summary>
/// <param name="Url">Begins with <c>http://</c> or <c>https://</c>.</param>
public sealed record AlertLink(string Url, string? Text = null);

/// <summary>What an alert says of the state.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AlertStatus>))]
public enum AlertStatus
{
    /// <summary>Something is wrong.</summary>
    [JsonStringEnumMemberName("firing")] Firing,
    /// <summary>Somebody looks at it.</summary>
    [JsonStringEnumMemberName("acknowledged")] Acknowledged,
    /// <summary>It is well again.</summary>
    [JsonStringEnumMemberName("resolved")] Resolved,
}

/// <summary>How bad it is, as monitoring tools grade it.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Severity>))]
public enum Severity
{
    /// <summary>Down, or about to be.</summary>
    [JsonStringEnumMemberName("critical")] Critical,
    /// <summary>Broken for some.</summary>
    [JsonStringEnumMemberName("error")] Error,
    /// <summary>Not yet broken.</summary>
    [JsonStringEnumMemberName("warning")] Warning,
    /// <summary>Good to know.</summary>
    [JsonStringEnumMemberName("info")] Info,
}

/// <summary>The words of tools for severities and states, and what they mean here.</summary>
public static class AlertWords
{
    private static readonly Dictionary<string, Severity> Severities = new(StringComparer.OrdinalIgnoreCase);

    private static readonly Dictionary<string, AlertStatus> Statuses = new(StringComparer.OrdinalIgnoreCase);

    static AlertWords()
    {
        Add(Severities, Severity.Critical, "critical crit emergency emerg fatal disaster page sev0 p1 1");
        Add(Severities, Severity.Error, "error err high major sev1 p2 2");
        Add(Severities, Severity.Warning, "warning warn medium moderate average sev2 p3 3");
        Add(Severities, Severity.Info, "info informational information low minor notice debug sev3 sev4 p4 p5 4 5");
        Add(Statuses, AlertStatus.Resolved,
            "resolved resolve ok closed close recovered recovery recover normal cleared clear success up inactive");
        Add(Statuses, AlertStatus.Acknowledged, "acknowledged acknowledge ack");
        Add(Statuses, AlertStatus.Firing,
            "firing fired fire triggered trigger alerting alarm problem open opened reopened active down failed failure");
    }

    /// <summary>The severity a word stands for; null for a word of no tool.</summary>
    public static Severity? SeverityOf(string? word) =>
        word is not null && Severities.TryGetValue(word.Trim(), out var severity) ? severity : null;

    /// <summary>The state a word stands for; null for a word of no tool.</summary>
    public static AlertStatus? StatusOf(string? word) =>
        word is not null && Statuses.TryGetValue(word.Trim(), out var status) ? status : null;

    /// <summary>Impact and urgency of a severity: critical is P1, error P2, warning P3, info P5.</summary>
    public static (Level Impact, Level Urgency) LevelsOf(Severity severity) => severity switch
    {
        Severity.Critical => (Level.High, Level.High),
        Severity.Error => (Level.High, Level.Medium),
        Severity.Warning => (Level.Medium, Level.Medium),
        _ => (Level.Low, Level.Low),
    };

    private static void Add<T>(Dictionary<string, T> words, T meaning, string all)
    {
        foreach (var word in all.Split(' ')) words.Add(word, meaning);
    }
}
