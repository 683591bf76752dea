using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Changes;

/// <summary>What the fields of a change may hold, the same wherever a caller writes them.</summary>
/// <remarks>The limits of single lines keep a list row under its 64 KiB.</remarks>
internal static class ChangeFields
{
    /// <summary>How many tasks a change has at most.</summary>
    public const int MostTasks = 50;

    private const int LongestText = 32_000;
    private const int LongestReason = 4_000;

    public static IEnumerable<FieldError> Title(string? value) => Line("/title", value, 256, required: true);

    public static IEnumerable<FieldError> Description(string? value) => Prose("/description", value, 0, LongestText);

    public static IEnumerable<FieldError> Type(string? value) => Check.OneOf("/type", value, Words<ChangeType>.All);

    public static IEnumerable<FieldError> Template(string? value) => Line("/template", value, 64);

    public static IEnumerable<FieldError> Risk(string pointer, string? value) =>
        Check.OneOf(pointer, value, Words<RiskLevel>.All);

    public static IEnumerable<FieldError> PlanStep(string pointer, string? value) =>
        Prose(pointer, value, 1, LongestText);

    public static IEnumerable<FieldError> Service(string? value) => Line("/service", value, 100);

    public static IEnumerable<FieldError> Owner(string? value) => Check.Email("/owner", value);

    public static IEnumerable<FieldError> ConfigurationItems(IReadOnlyList<string>? values) =>
    [
        .. Check.Count("/configurationItems", values, 0, 30),
        .. Check.Each("/configurationItems", values, (item, value) => Line(item, value, 100, required: true)),
    ];

    public static IEnumerable<FieldError> TaskTitle(string pointer, string? value) =>
        Line(pointer, value, 256, required: true);

    public static IEnumerable<FieldError> TaskOrder(string pointer, int? value) => Check.That(
        value is null or (>= 0 and <= 10_000), pointer, "range", $"{pointer} is not a number from 0 to 10000.");

    public static IEnumerable<FieldError> Answers(string pointer, IReadOnlyDictionary<string, string>? answers) =>
    [
        .. Check.Count(pointer, answers, 0, 50),
        .. (answers ?? new Dictionary<string, string>())
            .Where(each => Check.Key("", each.Key).Any() || Check.Key("", each.Value).Any())
            .Select(_ => new FieldError(pointer, "key", $"{pointer} has a question or an answer that is no key."))
            .Take(1),
    ];

    public static IEnumerable<FieldError> Window(NodaTime.Instant start, NodaTime.Instant end) =>
        Check.That(start < end, "/window/end", "order", $"/window/end {end} is not after /window/start {start}.");

    /// <summary>Why somebody did something: a few sentences.</summary>
    public static IEnumerable<FieldError> Reason(string pointer, string? value) =>
        Prose(pointer, value, 1, LongestReason);

    /// <summary>The same where it may be left out.</summary>
    public static IEnumerable<FieldError> OptionalReason(string pointer, string? value) =>
        Prose(pointer, value, 0, LongestReason);

    /// <summary>One line of text. A missing value passes unless it is required; an empty one never does.</summary>
    public static IEnumerable<FieldError> Line(string pointer, string? value, int most, bool required = false) =>
        value is null && !required
            ? []
            : [.. Check.Text(pointer, value, 1, most), .. Printable(pointer, value, breaks: false)];

    private static IEnumerable<FieldError> Prose(string pointer, string? value, int least, int most) =>
        [.. Check.Text(pointer, value, least, most), .. Printable(pointer, value, breaks: true)];

    private static IEnumerable<FieldError> Printable(string pointer, string? value, bool breaks)
    {
        var isPrintable = value is null || value.All(c => !char.IsControl(c) || (breaks && c is '\n' or '\r' or '\t'));
        return Check.That(isPrintable, pointer, "control_character", $"{pointer} holds a control character.");
    }
}
