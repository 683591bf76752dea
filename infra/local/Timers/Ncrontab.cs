using System.Globalization;
using System.Text.RegularExpressions;

namespace ItsmServerless.Local.Timers;

/// <summary>What Cronos reads and Functions does not, or reads otherwise: nothing of that may pass here.</summary>
/// <remarks>No <c>L</c>, <c>W</c>, <c>#</c>, <c>?</c>, no macros; Sunday is 0 and not 7; a range goes
/// upwards.</remarks>
internal static partial class Ncrontab
{
    /// <summary>Seconds are optional.</summary>
    public const int FieldsWithSeconds = 6;

    private static readonly string[] Months = CultureInfo.InvariantCulture.DateTimeFormat.AbbreviatedMonthNames;
    private static readonly string[] Days = CultureInfo.InvariantCulture.DateTimeFormat.AbbreviatedDayNames;

    /// <summary>The fields, five or six when it is one.</summary>
    public static string[] FieldsOf(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Refuses it.</summary>
    /// <exception cref="FormatException">It is none that means the same in Functions.</exception>
    public static void RefuseOther(string text)
    {
        var fields = FieldsOf(text);
        if (fields.Length is not (FieldsWithSeconds or FieldsWithSeconds - 1) || !Array.TrueForAll(fields, IsField))
            throw new FormatException($"\"{text}\" is no NCRONTAB expression of six fields, or five without seconds.");
        if (Array.Exists(fields, HasDownwardRange))
            throw new FormatException($"\"{text}\" has a range that goes downwards.");
        if (SundayAsSeven().IsMatch(fields[^1]))
            throw new FormatException($"\"{text}\" has day 7; Sunday is 0.");
    }

    private static bool IsField(string field) => Field().IsMatch(field);

    private static bool HasDownwardRange(string field) => Range().Matches(field)
        .Any(range => ValueOf(range.Groups["from"].Value) > ValueOf(range.Groups["to"].Value));

    private static int ValueOf(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : Math.Max(IndexIn(Months, text), IndexIn(Days, text));

    private static int IndexIn(string[] names, string text) =>
        Array.FindIndex(names, name => name.Equals(text, StringComparison.OrdinalIgnoreCase));

    [GeneratedRegex(
        @"^(\*|\d+|[A-Za-z]{3})(-(\d+|[A-Za-z]{3}))?(/\d+)?(,(\*|\d+|[A-Za-z]{3})(-(\d+|[A-Za-z]{3}))?(/\d+)?)*$",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Field();

    [GeneratedRegex("(?<from>[0-9A-Za-z]+)-(?<to>[0-9A-Za-z]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Range();

    [GeneratedRegex(@"(^|[,-])0*7($|[,/-])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SundayAsSeven();
}
