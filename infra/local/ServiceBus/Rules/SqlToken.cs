namespace ItsmServerless.Local.ServiceBus.Rules;

/// <summary>What a piece of a filter is.</summary>
internal enum SqlTokenKind
{
    /// <summary>Behind the last.</summary>
    End,

    /// <summary>A keyword or a plain name.</summary>
    Word,

    /// <summary>A name in brackets or double quotes: never a keyword.</summary>
    Name,

    /// <summary>Text in single quotes.</summary>
    Text,

    /// <summary>A whole, decimal, or floating number.</summary>
    Number,

    /// <summary>An operator, a parenthesis, a comma, a point.</summary>
    Sign,
}

/// <summary>A piece of a filter.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">What it says, without quotes.</param>
/// <param name="Position">Where it begins; the first letter is 1.</param>
internal readonly record struct SqlToken(SqlTokenKind Kind, string Text, int Position)
{
    /// <summary>Whether it is this keyword, however it is written.</summary>
    public bool Is(string keyword) =>
        Kind == SqlTokenKind.Word && Text.Equals(keyword, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether it is this sign.</summary>
    public bool IsSign(string sign) => Kind == SqlTokenKind.Sign && Text == sign;
}
