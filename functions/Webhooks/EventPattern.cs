namespace ItsmServerless.Webhooks;

/// <summary>Which events are wanted: <c>incident.resolved</c>, <c>incident.*</c>, or <c>*</c> for all.</summary>
public static class EventPattern
{
    private const string Everything = "*";
    private const string AllOfAKind = ".*";

    /// <summary>Whether an event of this type is among them.</summary>
    public static bool Fits(string pattern, string eventType) => pattern == Everything || pattern == eventType ||
        (pattern.EndsWith(AllOfAKind, StringComparison.Ordinal) &&
            eventType.StartsWith(pattern[..^1], StringComparison.Ordinal));

    /// <summary>Whether there are such events at all.</summary>
    public static bool IsKnown(string pattern) => EventCatalogue.Types.Any(type => Fits(pattern, type.Type));
}
