using System.Text;
using System.Text.RegularExpressions;
using DevLab.JmesPath;
using DevLab.JmesPath.Expressions;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace ItsmServerless.Intake.Alerts;

/// <summary>Expressions of JMESPath that a tenant wrote, kept within bounds.</summary>
/// <remarks>The language has no loops: an expression can only multiply what it reads where it makes lists and objects
/// of several parts. Few commas, short text, small bodies and functions that do not make much of little keep every
/// result within some megabytes, so that no clock has to stop it. Variables are refused for the same reason.</remarks>
internal static partial class JmesExpression
{
    /// <summary>Bytes of a body that expressions read.</summary>
    public const int MostBytes = 128 << 10;

    private const int Longest = 256;
    private const int MostCommas = 6;

    private static readonly string[] Functions =
    [
        "abs", "avg", "ceil", "contains", "ends_with", "floor", "join", "keys", "length", "lower", "map", "max",
        "max_by", "min", "min_by", "not_null", "reverse", "sort", "sort_by", "split", "starts_with", "sum",
        "to_array", "to_number", "to_string", "trim", "type", "upper", "values",
    ];

    /// <summary>A body as expressions read it; texts that look like times stay texts.</summary>
    public static JToken Parse(ReadOnlySpan<byte> body)
    {
        using var reader = new JsonTextReader(new StringReader(new UTF8Encoding(false, true).GetString(body)))
        {
            DateParseHandling = DateParseHandling.None,
            MaxDepth = Json.MaxDepth,
        };
        return JToken.ReadFrom(reader, new JsonLoadSettings
        {
            DuplicatePropertyNameHandling = DuplicatePropertyNameHandling.Error,
        });
    }

    /// <summary>What an expression finds.</summary>
    public static JToken Of(string expression, JToken body) =>
        new JmesPath().Parse(expression).Transform(new JmesPathArgument(body)).AsJToken();

    /// <summary>What is wrong with an expression; a missing one passes.</summary>
    public static IEnumerable<FieldError> Validate(string pointer, string? expression) => expression is null ? [] :
    [
        .. Check.Text(pointer, expression, 1, Longest),
        .. Check.That(expression.Count(c => c == ',') <= MostCommas, pointer, "too_complex",
            $"{pointer} has more than {MostCommas} commas."),
        .. Check.That(!expression.Contains('$', StringComparison.Ordinal) && Calls(expression).All(Functions.Contains),
            pointer, "not_allowed", $"{pointer} may call {string.Join(", ", Functions)}, and use no variables."),
        .. Check.That(Flaw(expression) is null, pointer, "expression",
            $"{pointer} is no JMESPath expression: {Flaw(expression)}"),
    ];

    private static IEnumerable<string> Calls(string expression) =>
        Call().Matches(expression).Select(match => match.Groups["name"].Value);

    private static string? Flaw(string expression)
    {
        if (expression.Length > Longest) return null; // Told by another rule.
        try
        {
            _ = new JmesPath().Parse(expression);
            return null;
        }
        catch (Exception broken) when (broken is not OutOfMemoryException)
        {
            return broken.Message; // The library throws plain exceptions for what it cannot read.
        }
    }

    [GeneratedRegex(@"(?<name>[A-Za-z_][A-Za-z0-9_]*)\s*\(",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Call();
}
