using System.Text.Json.Serialization;

namespace ItsmServerless.Intake.Rules;

/// <summary>What of a message a rule looks at.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RuleField>))]
public enum RuleField
{
    /// <summary>The title; of a mail the subject.</summary>
    [JsonStringEnumMemberName("title")] Title,
    /// <summary>The description; of a mail the text.</summary>
    [JsonStringEnumMemberName("description")] Description,
    /// <summary>The dedupe key; mails have none.</summary>
    [JsonStringEnumMemberName("key")] Key,
    /// <summary>critical, error, warning or info; mails have none.</summary>
    [JsonStringEnumMemberName("severity")] Severity,
    /// <summary>The service, or the source's default.</summary>
    [JsonStringEnumMemberName("service")] Service,
    /// <summary>The group, or the source's default.</summary>
    [JsonStringEnumMemberName("group")] Group,
    /// <summary>Any configuration item.</summary>
    [JsonStringEnumMemberName("item")] Item,
    /// <summary>Any tag.</summary>
    [JsonStringEnumMemberName("tag")] Tag,
    /// <summary>The source's name or id.</summary>
    [JsonStringEnumMemberName("source")] Source,
    /// <summary>The source's format.</summary>
    [JsonStringEnumMemberName("format")] Format,
    /// <summary>Address or name of a mail's sender, as it claims.</summary>
    [JsonStringEnumMemberName("from")] From,
    /// <summary>Any address that a mail was sent or delivered to.</summary>
    [JsonStringEnumMemberName("to")] To,
}

/// <summary>How a rule looks at it.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RuleOperator>))]
public enum RuleOperator
{
    /// <summary>The value is somewhere in it.</summary>
    [JsonStringEnumMemberName("contains")] Contains,
    /// <summary>It is the value.</summary>
    [JsonStringEnumMemberName("equals")] Equals,
    /// <summary>The regular expression is found in it.</summary>
    [JsonStringEnumMemberName("matches")] Matches,
}

/// <summary>Who of a group gets the incident.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AssignBy>))]
public enum AssignBy
{
    /// <summary>One after the other.</summary>
    [JsonStringEnumMemberName("round-robin")] RoundRobin,
    /// <summary>Who has the fewest open incidents.</summary>
    [JsonStringEnumMemberName("least-loaded")] LeastLoaded,
}
