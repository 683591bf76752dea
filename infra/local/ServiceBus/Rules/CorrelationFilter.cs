namespace ItsmServerless.Local.ServiceBus.Rules;

/// <summary>What a message must equal; what is not named here may be anything.</summary>
/// <remarks>Text is compared letter by letter, a property as its kind: 7 is 7.0, but not the text "7".</remarks>
public sealed record CorrelationFilter
{
    /// <summary>What the message belongs to.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>The kind of the body.</summary>
    public string? ContentType { get; init; }

    /// <summary>The sender's id of it.</summary>
    public string? MessageId { get; init; }

    /// <summary>Where to answer.</summary>
    public string? ReplyTo { get; init; }

    /// <summary>The session to answer into.</summary>
    public string? ReplyToSessionId { get; init; }

    /// <summary>The session.</summary>
    public string? SessionId { get; init; }

    /// <summary>What it is about; older tools call it the label.</summary>
    public string? Subject { get; init; }

    /// <summary>Whom it is for.</summary>
    public string? To { get; init; }

    /// <summary>Application properties.</summary>
    public IReadOnlyDictionary<string, object> Properties { get; init; } = new Dictionary<string, object>();

    /// <inheritdoc/>
    public override string ToString() => string.Join(
        " and ",
        Named(message: null).Where(one => one.Wanted is not null).Select(one => $"{one.Name} = {one.Wanted}")
            .Concat(Properties.Select(property => $"{property.Key} = {property.Value}")));

    internal bool Matches(MessageContent message) =>
        Named(message).All(one => one.Wanted is null || one.Wanted == one.Actual)
        && Properties.All(wanted => IsEqual(wanted.Value, message.Properties.GetValueOrDefault(wanted.Key)));

    private static bool IsEqual(object wanted, object? actual) => SqlValues.Compare(wanted, actual, "=") == true;

    private IEnumerable<(string Name, string? Wanted, string? Actual)> Named(MessageContent? message) =>
    [
        (nameof(CorrelationId), CorrelationId, message?.CorrelationId),
        (nameof(ContentType), ContentType, message?.ContentType),
        (nameof(MessageId), MessageId, message?.MessageId),
        (nameof(ReplyTo), ReplyTo, message?.ReplyTo),
        (nameof(ReplyToSessionId), ReplyToSessionId, message?.ReplyToSessionId),
        (nameof(SessionId), SessionId, message?.SessionId),
        (nameof(Subject), Subject, message?.Subject),
        (nameof(To), To, message?.To),
    ];
}
