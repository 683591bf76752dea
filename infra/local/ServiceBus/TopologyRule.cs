using System.Text.Json;
using ItsmServerless.Local.ServiceBus.Rules;

namespace ItsmServerless.Local.ServiceBus;

/// <summary>A rule of a subscription as the list says it.</summary>
internal sealed record TopologyRule(string Name, TopologyFilter Properties)
{
    /// <summary>The same as the bus takes it.</summary>
    /// <exception cref="FormatException">The filter cannot be read; the message says why.</exception>
    public SubscriptionRule ToRule()
    {
        try
        {
            return Properties switch
            {
                { FilterType: "Sql", SqlFilter: { } sql } => SubscriptionRule.Sql(Name, sql.SqlExpression),
                { FilterType: "Correlation", CorrelationFilter: { } correlation } =>
                    SubscriptionRule.Correlation(Name, correlation.ToFilter()),
                _ => throw new FormatException("FilterType is Sql or Correlation, and such a filter is there."),
            };
        }
        catch (FormatException broken)
        {
            throw new FormatException($"rule {Name}: {broken.Message}", broken);
        }
    }
}

/// <summary>The filter of a rule; one of both.</summary>
internal sealed record TopologyFilter(string FilterType)
{
    /// <summary>An expression.</summary>
    public TopologySql? SqlFilter { get; init; }

    /// <summary>What to equal.</summary>
    public TopologyCorrelation? CorrelationFilter { get; init; }
}

/// <summary>An expression that is true for what is taken.</summary>
internal sealed record TopologySql(string SqlExpression);

/// <summary>See <see cref="Rules.CorrelationFilter"/>.</summary>
internal sealed record TopologyCorrelation
{
    /// <summary>See <see cref="CorrelationFilter.ContentType"/>.</summary>
    public string? ContentType { get; init; }

    /// <summary>See <see cref="CorrelationFilter.CorrelationId"/>.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>See <see cref="CorrelationFilter.Subject"/>.</summary>
    public string? Label { get; init; }

    /// <summary>See <see cref="CorrelationFilter.MessageId"/>.</summary>
    public string? MessageId { get; init; }

    /// <summary>See <see cref="CorrelationFilter.ReplyTo"/>.</summary>
    public string? ReplyTo { get; init; }

    /// <summary>See <see cref="CorrelationFilter.ReplyToSessionId"/>.</summary>
    public string? ReplyToSessionId { get; init; }

    /// <summary>See <see cref="CorrelationFilter.SessionId"/>.</summary>
    public string? SessionId { get; init; }

    /// <summary>See <see cref="CorrelationFilter.To"/>.</summary>
    public string? To { get; init; }

    /// <summary>Text, truth values, whole and other numbers.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Properties { get; init; }

    /// <summary>The same as the bus takes it.</summary>
    public CorrelationFilter ToFilter() => new()
    {
        ContentType = ContentType,
        CorrelationId = CorrelationId,
        Subject = Label,
        MessageId = MessageId,
        ReplyTo = ReplyTo,
        ReplyToSessionId = ReplyToSessionId,
        SessionId = SessionId,
        To = To,
        Properties = (Properties ?? new Dictionary<string, JsonElement>()).ToDictionary(one => one.Key, ValueOf),
    };

    private static object ValueOf(KeyValuePair<string, JsonElement> property) => property.Value.ValueKind switch
    {
        JsonValueKind.String => property.Value.GetString()!,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number when property.Value.TryGetInt32(out var whole) => whole,
        JsonValueKind.Number when property.Value.TryGetInt64(out var large) => large,
        JsonValueKind.Number => property.Value.GetDouble(),
        _ => throw new FormatException($"{property.Key} is no text, number, or truth value."),
    };
}
