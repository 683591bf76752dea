using System.Collections.Concurrent;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Intake.Alerts;

/// <summary>Something that is so or not about an alert. Of a field with several values one suffices.</summary>
/// <param name="Value">For contains and equals in any case; for matches a regular expression that does not go back.
/// </param>
public sealed partial record RuleCondition(RuleField Field, RuleOperator Op, string Value)
{
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(100);
    private static readonly ConcurrentDictionary<string, Regex> Kept = new(StringComparer.Ordinal);

    /// <summary>Whether it is so. What takes too long is not.</summary>
    public bool Holds(ReceivedAlert received) => Values(received).Any(Holds);

    /// <summary>What is wrong with a regular expression; null when it may be used.</summary>
    /// <remarks>Bounded repetitions are written out in memory: few, and small ones, are allowed.</remarks>
    public static string? Flaw(string pattern)
    {
        if (pattern.Length > 200) return "it has more than 200 characters";
        var counts = Repetition().Matches(pattern);
        if (counts.Count > 2 || counts.Any(match => TooMany(match.Value)))
            return "it has more than 2 counted repetitions, or one of more than 50";
        try
        {
            _ = new Regex(pattern, Options, Longest);
            return null;
        }
        catch (Exception broken) when (broken is ArgumentException or NotSupportedException)
        {
            return broken.Message; // How the library says that it is none, or needs to go back.
        }
    }

    private bool Holds(string text) => Op switch
    {
        RuleOperator.Contains => text.Contains(Value, StringComparison.OrdinalIgnoreCase),
        RuleOperator.Equals => text.Equals(Value, StringComparison.OrdinalIgnoreCase),
        _ => Matches(text),
    };

    private bool Matches(string text)
    {
        try
        {
            if (Kept.Count > 1_000) Kept.Clear();
            return Kept.GetOrAdd(Value, pattern => new(pattern, Options, Longest)).IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    private IEnumerable<string> Values(ReceivedAlert received)
    {
        var alert = received.Alert;
        string?[] values = Field switch
        {
            RuleField.Title => [alert.Title],
            RuleField.Description => [alert.Description],
            RuleField.Key => [alert.Key],
            RuleField.Severity => [alert.Severity is { } severity ? Words<Severity>.Of(severity) : null],
            RuleField.Service => [alert.Service ?? received.Source.Defaults.Service],
            RuleField.Group => [alert.Group ?? received.Source.Defaults.Group],
            RuleField.Item => [.. alert.Items],
            RuleField.Tag => [.. alert.Tags],
            RuleField.Source => [received.Source.Name, received.Source.Id.Value],
            _ => [Words<IntakeFormat>.Of(received.Source.Format)],
        };
        return values.OfType<string>();
    }

    private static bool TooMany(string repetition) =>
        repetition.Trim('{', '}').Split(',')
            .Any(count => count.Length > 2 || (count.Length > 0 && int.Parse(count) > 50));

    [GeneratedRegex(@"\{[0-9]+(,[0-9]*)?\}", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Repetition();
}

/// <summary>What of an alert a rule looks at.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RuleField>))]
public enum RuleField
{
    /// <summary>The title.</summary>
    [JsonStringEnumMemberName("title")] Title,
    /// <summary>The description.</summary>
    [JsonStringEnumMemberName("description")] Description,
    /// <summary>The dedupe key.</summary>
    [JsonStringEnumMemberName("key")] Key,
    /// <summary>critical, error, warning or info.</summary>
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
