namespace ItsmServerless.Local.ServiceBus.Rules;

/// <summary>The values that filters compare.</summary>
internal static class SqlValues
{
    private static readonly Dictionary<string, Func<MessageContent, object?>> SystemProperties =
        new(StringComparer.OrdinalIgnoreCase)
        {
            ["ContentType"] = message => message.ContentType,
            ["CorrelationId"] = message => message.CorrelationId,
            ["Label"] = message => message.Subject,
            ["Subject"] = message => message.Subject,
            ["MessageId"] = message => message.MessageId,
            ["PartitionKey"] = message => message.PartitionKey,
            ["ReplyTo"] = message => message.ReplyTo,
            ["ReplyToSessionId"] = message => message.ReplyToSessionId,
            ["SessionId"] = message => message.SessionId,
            ["To"] = message => message.To,
        };

    /// <summary>What every message has; <see langword="null"/> when there is no such property.</summary>
    public static Func<MessageContent, object?>? SystemProperty(string name) =>
        SystemProperties.GetValueOrDefault(name);

    /// <summary>Compares; unknown when one is missing, or when they are of kinds that do not compare.</summary>
    public static bool? Compare(object? left, object? right, string sign)
    {
        if (left is null || right is null)
            return null;
        if (left is bool first && right is bool second)
            return Equality(first == second, sign);
        return Order(left, right) is { } order ? Holds(order, sign) : null;
    }

    private static bool? Equality(bool isEqual, string sign) => sign switch
    {
        "=" => isEqual,
        "<>" or "!=" => !isEqual,
        _ => null,
    };

    private static bool Holds(int order, string sign) => sign switch
    {
        "=" => order == 0,
        "<>" or "!=" => order != 0,
        "<" => order < 0,
        ">" => order > 0,
        "<=" => order <= 0,
        _ => order >= 0,
    };

    private static int? Order(object left, object right)
    {
        if (left is string text && right is string other)
            return string.CompareOrdinal(text, other);
        if (IsNumber(left) && IsNumber(right))
            return OrderOfNumbers((IConvertible)left, (IConvertible)right);
        return left.GetType() == right.GetType() && left is IComparable comparable ? comparable.CompareTo(right) : null;
    }

    private static int? OrderOfNumbers(IConvertible left, IConvertible right)
    {
        if (!IsFloating(left) && !IsFloating(right))
            return left.ToDecimal(null).CompareTo(right.ToDecimal(null));
        var (first, second) = (left.ToDouble(null), right.ToDouble(null));
        return double.IsNaN(first) || double.IsNaN(second) ? null : first.CompareTo(second);
    }

    private static bool IsNumber(object value) =>
        value is byte or sbyte or short or ushort or int or uint or long or ulong or decimal or float or double;

    private static bool IsFloating(IConvertible value) => value is float or double;
}
