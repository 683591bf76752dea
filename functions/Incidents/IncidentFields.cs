using System.Text;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Incidents;

/// <summary>What the fields of an incident may hold, the same wherever a caller writes them.</summary>
/// <remarks>The limits of single lines keep a list row under its 64 KiB: see IncidentRows.</remarks>
internal static class IncidentFields
{
    public const int DescriptionBytes = 256 * 1024;
    private const int Words = 100;

    public static IEnumerable<FieldError> Title(string? value) => Line("/title", value, 256, required: true);

    public static IEnumerable<FieldError> Description(string? value) => Prose("/description", value);

    public static IEnumerable<FieldError> Category(string? value) => Line("/category", value, Words);

    public static IEnumerable<FieldError> Service(string? value) => Line("/service", value, Words);

    public static IEnumerable<FieldError> Group(string? value) => Line("/group", value, 64);

    public static IEnumerable<FieldError> Assignee(string? value) => Check.Email("/assignee", value);

    public static IEnumerable<FieldError> ExternalReference(string? value) => Line("/externalReference", value, 256);

    public static IEnumerable<FieldError> Name(string? value) => Line("/requester/name", value, 128);

    public static IEnumerable<FieldError> Email(string? value) => Check.Email("/requester/email", value);

    public static IEnumerable<FieldError> Level(string pointer, string? value) =>
        Check.OneOf(pointer, value, Words<Level>.All);

    public static IEnumerable<FieldError> Tags(IReadOnlyList<string>? values) => Lines("/tags", values, 20, 50);

    public static IEnumerable<FieldError> ConfigurationItems(IReadOnlyList<string>? values) =>
        Lines("/configurationItems", values, 30, Words);

    /// <summary>Why somebody did something: a few sentences.</summary>
    public static IEnumerable<FieldError> Reason(string pointer, string? value, bool required) =>
        [.. Check.Text(pointer, value, required ? 1 : 0, 4_000), .. Printable(pointer, value, lineBreaks: true)];

    /// <summary>Text of any form up to 256 KiB of UTF-8.</summary>
    public static IEnumerable<FieldError> Prose(string pointer, string? value, bool required = false)
    {
        var bytes = value is null ? 0 : Encoding.UTF8.GetByteCount(value);
        return
        [
            .. Check.Text(pointer, value, required ? 1 : 0, int.MaxValue),
            .. Check.That(bytes <= DescriptionBytes, pointer, "length",
                $"{pointer} has {bytes} bytes; {DescriptionBytes} are allowed."),
            .. Printable(pointer, value, lineBreaks: true),
        ];
    }

    /// <summary>One line of text. A missing value passes unless it is required; an empty one never does.</summary>
    public static IEnumerable<FieldError> Line(string pointer, string? value, int most, bool required = false) =>
        value is null && !required ? []
            : [.. Check.Text(pointer, value, 1, most), .. Printable(pointer, value, lineBreaks: false)];

    /// <summary>A list as callers wrote it, each item once; an empty one when it is missing.</summary>
    public static IReadOnlyList<string> Set(IReadOnlyList<string>? values) =>
        values is null ? [] : [.. values.Distinct()];

    /// <summary>An address as callers wrote it, checked before.</summary>
    public static EmailAddress? Address(string? value) => value is null ? null : EmailAddress.From(value);

    private static IEnumerable<FieldError> Lines(string pointer, IReadOnlyList<string>? values, int count, int most) =>
    [
        .. Check.Count(pointer, values, 0, count),
        .. Check.Each(pointer, values, (item, value) => Line(item, value, most, required: true)),
    ];

    private static IEnumerable<FieldError> Printable(string pointer, string? value, bool lineBreaks)
    {
        return Check.That(value is null || !value.Any(Refused), pointer, "control_character",
            $"{pointer} holds a control character.");

        bool Refused(char c) => char.IsControl(c) && !(lineBreaks && c is '\n' or '\r' or '\t');
    }
}
