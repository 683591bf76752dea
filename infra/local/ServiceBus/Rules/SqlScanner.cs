using System.Text;

namespace ItsmServerless.Local.ServiceBus.Rules;

/// <summary>Takes a filter to pieces.</summary>
internal sealed class SqlScanner(string text)
{
    private static readonly string[] Signs = ["<>", "!=", "<=", ">=", "=", "<", ">", "(", ")", ",", ".", "-", "+"];

    private int _at;

    /// <summary>All pieces, with an end behind them.</summary>
    /// <exception cref="FormatException">A letter means nothing here, or a quote is not closed.</exception>
    public static IReadOnlyList<SqlToken> Scan(string text)
    {
        var scanner = new SqlScanner(text);
        var tokens = new List<SqlToken>();
        do
            tokens.Add(scanner.Next());
        while (tokens[^1].Kind != SqlTokenKind.End);
        return tokens;
    }

    /// <summary>What is said when a filter cannot be read.</summary>
    public static FormatException Error(int position, string why) => new($"At position {position}: {why}");

    private SqlToken Next()
    {
        while (_at < text.Length && char.IsWhiteSpace(text[_at]))
            _at++;
        var start = _at;
        if (_at == text.Length)
            return new SqlToken(SqlTokenKind.End, string.Empty, start + 1);
        return text[_at] switch
        {
            '\'' => Quoted(SqlTokenKind.Text, '\''),
            '"' => Quoted(SqlTokenKind.Name, '"'),
            '[' => Quoted(SqlTokenKind.Name, ']'),
            var first when char.IsAsciiDigit(first) => Number(),
            var first when char.IsLetter(first) || first == '_' => Word(),
            _ => Sign(),
        };
    }

    /// <summary>To the closing quote; doubled, it is one of the text.</summary>
    private SqlToken Quoted(SqlTokenKind kind, char close)
    {
        var start = _at++;
        var content = new StringBuilder();
        while (_at < text.Length)
        {
            var letter = text[_at++];
            if (letter == close && (_at == text.Length || text[_at] != close))
                return new SqlToken(kind, content.ToString(), start + 1);
            if (letter == close)
                _at++;
            content.Append(letter);
        }
        throw Error(start + 1, $"the quote that opens here is never closed by {close}.");
    }

    private SqlToken Number()
    {
        var start = _at;
        Skip(char.IsAsciiDigit);
        if (_at + 1 < text.Length && text[_at] == '.' && char.IsAsciiDigit(text[_at + 1]))
        {
            _at++;
            Skip(char.IsAsciiDigit);
        }
        if (_at < text.Length && text[_at] is 'e' or 'E')
        {
            _at++;
            if (_at < text.Length && text[_at] is '+' or '-')
                _at++;
            Skip(char.IsAsciiDigit);
        }
        return new SqlToken(SqlTokenKind.Number, text[start.._at], start + 1);
    }

    private SqlToken Word()
    {
        var start = _at;
        Skip(letter => char.IsLetterOrDigit(letter) || letter == '_');
        return new SqlToken(SqlTokenKind.Word, text[start.._at], start + 1);
    }

    private SqlToken Sign()
    {
        var start = _at;
        var sign = Array.Find(Signs, sign => text.AsSpan(start).StartsWith(sign, StringComparison.Ordinal))
            ?? throw Error(start + 1, $"'{text[start]}' means nothing in a filter.");
        _at += sign.Length;
        return new SqlToken(SqlTokenKind.Sign, sign, start + 1);
    }

    private void Skip(Func<char, bool> isPart)
    {
        while (_at < text.Length && isPart(text[_at]))
            _at++;
    }
}
