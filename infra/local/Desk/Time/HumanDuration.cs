using System.Globalization;
using System.Text.RegularExpressions;
using ItsmServerless.Kernel.Http;

namespace ItsmServerless.Local.Desk.Time;

/// <summary>A duration as a person writes it: ISO 8601 (<c>PT4H</c>), or plainly (<c>4h</c>, <c>2 d 30
/// min</c>).</summary>
internal static partial class HumanDuration
{
    /// <summary>Reads one; <see langword="null"/> when it is none, or is negative.</summary>
    public static TimeSpan? Parse(string text)
    {
        if (IsoDurationConverter.TryParse(text.ToUpperInvariant(), out var iso))
            return iso.ToTimeSpan() >= TimeSpan.Zero ? iso.ToTimeSpan() : null;
        if (!Plain().IsMatch(text))
            return null;
        try
        {
            return Part().Matches(text).Aggregate(TimeSpan.Zero, (sum, part) => sum + Of(part));
        }
        catch (OverflowException)
        {
            return null; // More than any clock can show.
        }
    }

    private static TimeSpan Of(Match part)
    {
        var count = double.Parse(part.Groups["count"].Value, CultureInfo.InvariantCulture);
        return char.ToLowerInvariant(part.Groups["unit"].Value[0]) switch
        {
            'w' => TimeSpan.FromDays(7 * count),
            'd' => TimeSpan.FromDays(count),
            'h' => TimeSpan.FromHours(count),
            'm' => TimeSpan.FromMinutes(count),
            _ => TimeSpan.FromSeconds(count),
        };
    }

    [GeneratedRegex(
        @"^(\s*[0-9]+(\.[0-9]+)?\s*(weeks?|w|days?|d|hours?|h|minutes?|mins?|m|seconds?|secs?|s)\s*)+$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Plain();

    [GeneratedRegex(
        @"(?<count>[0-9]+(\.[0-9]+)?)\s*(?<unit>[a-z])[a-z]*",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Part();
}
