namespace ItsmServerless.Local.ServiceBus.Rules;

/// <summary>Says which messages of a topic a subscription takes.</summary>
public sealed class SubscriptionRule
{
    private readonly Func<MessageContent, bool> _matches;

    private SubscriptionRule(string name, string description, Func<MessageContent, bool> matches)
    {
        Name = name;
        Description = description;
        _matches = matches;
    }

    /// <summary>Its name, unique in its subscription.</summary>
    public string Name { get; }

    /// <summary>What it says, for people.</summary>
    public string Description { get; }

    /// <summary>Messages for which an expression is true; false or unknown is no match.</summary>
    /// <exception cref="FormatException">The expression cannot be read; the message says where and why.</exception>
    public static SubscriptionRule Sql(string name, string expression)
    {
        var predicate = SqlParser.Parse(expression);
        return new SubscriptionRule(name, expression, content => predicate(content) == true);
    }

    /// <summary>Messages that equal the filter in everything it names.</summary>
    public static SubscriptionRule Correlation(string name, CorrelationFilter filter) =>
        new(name, filter.ToString(), filter.Matches);

    internal bool Matches(MessageContent content) => _matches(content);
}
