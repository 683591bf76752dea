using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Intake.Rules;

/// <summary>Something that is so or not about a message. Of a field with several values one suffices.</summary>
/// <param name="Value">For contains and equals in any case; for matches a regular expression that does not go back.
/// </param>
public sealed partial record RuleCondition(RuleField Field, RuleOperator Op, string Value)
{
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(100);
    private static readonly ConcurrentDictionary<string, Regex> Kept = new(StringComparer.Ordinal);

    /// <summary>Whether it is so. What takes too long is not.</summary>
    public bool Holds(ArrivedMessage message) => message.Values(Field).Any(Holds);

    /// <summary>The condition in words.</summary>
    public string Told() => $"{Words<RuleField>.Of(Field)} {Words<RuleOperator>.Of(Op)} \"{Value}\"";

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

    private static bool TooMany(string repetition) =>
        repetition.Trim('{', '}').Split(',')
            .Any(count => count.Length > 2 || (count.Length > 0 && int.Parse(count) > 50));

    [GeneratedRegex(@"\{[0-9]+(,[0-9]*)?\}", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Repetition();
}
