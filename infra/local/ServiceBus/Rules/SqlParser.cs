using System.Globalization;
using Predicate = System.Func<ItsmServerless.Local.ServiceBus.MessageContent, bool?>;
using Value = System.Func<ItsmServerless.Local.ServiceBus.MessageContent, object?>;

namespace ItsmServerless.Local.ServiceBus.Rules;

/// <summary>Reads a filter: the part of SQL-92 that subscriptions understand, but no arithmetic.</summary>
/// <remarks>
/// <para>A predicate is true, false, or unknown (<see langword="null"/>), and unknown is no match. NOT binds tighter
/// than AND, AND tighter than OR.</para>
/// <para>https://learn.microsoft.com/azure/service-bus-messaging/service-bus-messaging-sql-filter</para>
/// </remarks>
internal sealed class SqlParser
{
    private static readonly string[] Comparisons = ["=", "<>", "!=", "<", ">", "<=", ">="];
    private static readonly string[] Keywords =
        ["AND", "OR", "NOT", "IN", "LIKE", "ESCAPE", "EXISTS", "IS", "NULL", "TRUE", "FALSE"];

    private readonly IReadOnlyList<SqlToken> _tokens;
    private int _next;

    private SqlParser(string text) => _tokens = SqlScanner.Scan(text);

    private SqlToken Current => _tokens[_next];

    /// <summary>The filter, ready to be asked.</summary>
    /// <exception cref="FormatException">It cannot be read; the message says where and why.</exception>
    public static Predicate Parse(string text)
    {
        var parser = new SqlParser(text);
        var predicate = parser.Or();
        return parser.Current.Kind == SqlTokenKind.End ? predicate : throw parser.Expected("the end, AND, or OR");
    }

    private Predicate Or()
    {
        var left = And();
        while (TryTake("OR"))
        {
            var (first, second) = (left, And());
            left = message => first(message) | second(message);
        }
        return left;
    }

    private Predicate And()
    {
        var left = Not();
        while (TryTake("AND"))
        {
            var (first, second) = (left, Not());
            left = message => first(message) & second(message);
        }
        return left;
    }

    private Predicate Not()
    {
        if (!TryTake("NOT"))
            return Test();
        var inner = Not();
        return message => !inner(message);
    }

    private Predicate Test()
    {
        if (TryTakeSign("("))
        {
            var inner = Or();
            TakeSign(")");
            return inner;
        }
        if (!TryTake("EXISTS"))
            return TestOf(Value());
        TakeSign("(");
        var property = Property();
        TakeSign(")");
        return message => property(message) is not null;
    }

    private Predicate TestOf(Value value)
    {
        if (Current.Kind == SqlTokenKind.Sign && Comparisons.Contains(Current.Text))
            return Comparison(value, Take().Text);
        if (TryTake("IS"))
            return IsNull(value, isNot: TryTake("NOT"));
        var isNot = TryTake("NOT");
        Predicate test;
        if (TryTake("IN"))
            test = In(value);
        else if (TryTake("LIKE"))
            test = Like(value);
        else
            throw Expected(isNot ? "IN or LIKE" : "a comparison, IS, IN, or LIKE");
        return isNot ? message => !test(message) : test;
    }

    private Predicate Comparison(Value left, string sign)
    {
        var right = Value();
        return message => SqlValues.Compare(left(message), right(message), sign);
    }

    private Predicate IsNull(Value value, bool isNot)
    {
        if (!TryTake("NULL"))
            throw Expected("NULL");
        return message => value(message) is null != isNot;
    }

    private Predicate In(Value value)
    {
        TakeSign("(");
        var items = new List<Value> { Value() };
        while (TryTakeSign(","))
            items.Add(Value());
        TakeSign(")");
        return message => items.Aggregate(
            (bool?)false, (found, item) => found | SqlValues.Compare(value(message), item(message), "="));
    }

    private Predicate Like(Value value)
    {
        var pattern = Text("a pattern in single quotes");
        var escape = TryTake("ESCAPE") ? Escape() : (char?)null;
        var like = SqlLike.Compile(pattern.Text, escape, pattern.Position);
        return message => value(message) is string text ? like.IsMatch(text) : null;
    }

    private char Escape()
    {
        var escape = Text("an escape character in single quotes");
        return escape.Text is [var only]
            ? only
            : throw SqlScanner.Error(escape.Position, "ESCAPE takes one character.");
    }

    private SqlToken Text(string what) => Current.Kind == SqlTokenKind.Text ? Take() : throw Expected(what);

    private Value Value()
    {
        if (Current.Kind == SqlTokenKind.Text)
            return Constant(Take().Text);
        if (Current.Is("TRUE") || Current.Is("FALSE"))
            return Constant(Take().Is("TRUE"));
        if (TryTakeSign("-"))
            return Constant(Number(isNegative: true));
        if (TryTakeSign("+") || Current.Kind == SqlTokenKind.Number)
            return Constant(Number(isNegative: false));
        return Property();
    }

    private static Value Constant(object value) => _ => value;

    private object Number(bool isNegative)
    {
        var token = Current.Kind == SqlTokenKind.Number ? Take() : throw Expected("a number");
        var text = isNegative ? "-" + token.Text : token.Text;
        const NumberStyles exactly = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        if (decimal.TryParse(text, exactly, CultureInfo.InvariantCulture, out var exact))
            return exact;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var near)
            ? near
            : throw SqlScanner.Error(token.Position, $"'{token.Text}' is no number.");
    }

    private Value Property()
    {
        var first = Name();
        if (first.Kind != SqlTokenKind.Word || !TryTakeSign("."))
            return UserProperty(first.Text);
        var name = Name();
        if (first.Is("user"))
            return UserProperty(name.Text);
        if (!first.Is("sys"))
            throw SqlScanner.Error(first.Position, $"'{first.Text}' is no scope; there are sys and user.");
        return SqlValues.SystemProperty(name.Text)
            ?? throw SqlScanner.Error(name.Position, $"a message has no system property '{name.Text}'.");
    }

    private static Value UserProperty(string name) => message => message.Properties.GetValueOrDefault(name);

    private SqlToken Name()
    {
        var isKeyword = Current.Kind == SqlTokenKind.Word && Array.Exists(Keywords, keyword => Current.Is(keyword));
        var isName = Current.Kind is SqlTokenKind.Name or SqlTokenKind.Word && !isKeyword;
        return isName ? Take() : throw Expected("a value or a property");
    }

    private SqlToken Take() => _tokens[_next++];

    private bool TryTake(string keyword)
    {
        var isNext = Current.Is(keyword);
        _next += isNext ? 1 : 0;
        return isNext;
    }

    private bool TryTakeSign(string sign)
    {
        var isNext = Current.IsSign(sign);
        _next += isNext ? 1 : 0;
        return isNext;
    }

    private void TakeSign(string sign)
    {
        if (!TryTakeSign(sign))
            throw Expected($"'{sign}'");
    }

    private FormatException Expected(string what) => SqlScanner.Error(
        Current.Position,
        Current.Kind == SqlTokenKind.End ? $"{what} is missing." : $"{what} is expected instead of '{Current.Text}'.");
}
