using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Configuration;

/// <summary>What the fields of services and configuration items may hold.</summary>
internal static class ItemFields
{
    private const int MostDependencies = 50;
    private const int MostAttributes = 50;
    private const int LongestName = 64;
    private const int LongestValue = 512;

    /// <summary>The route of unauthorised changes lies where an item of that key would.</summary>
    private const string Reserved = "unauthorized-changes";

    public static IEnumerable<FieldError> Key(string key) =>
    [
        .. Check.Key("key", key),
        .. Check.That(key != Reserved, "key", "reserved", $"key is {Reserved}, which is the name of a list."),
    ];

    public static IEnumerable<FieldError> Name(string? value) => Line("/name", value, 128);

    public static IEnumerable<FieldError> Kind(string? value) => Line("/kind", value, LongestName);

    public static IEnumerable<FieldError> DependsOn(IReadOnlyList<string>? keys) =>
    [
        .. Check.Count("/dependsOn", keys, 0, MostDependencies),
        .. Check.Each("/dependsOn", keys, Check.Key),
    ];

    public static IEnumerable<FieldError> Attributes(IReadOnlyDictionary<string, string>? attributes) =>
    [
        .. Check.Count("/attributes", attributes, 0, MostAttributes),
        .. (attributes ?? new Dictionary<string, string>()).SelectMany(each => Attribute(each.Key, each.Value)),
    ];

    /// <summary>The pointer is that of the whole: a name may be anything a caller sent.</summary>
    private static IEnumerable<FieldError> Attribute(string name, string? value) =>
    [
        .. Check.That(
            name.Length is >= 1 and <= LongestName, "/attributes", "length",
            $"/attributes has a name of {name.Length} characters; 1 to {LongestName} are allowed."),
        .. Check.That(
            value is { Length: <= LongestValue }, "/attributes", "length",
            $"/attributes has a value that is null or longer than {LongestValue} characters."),
    ];

    private static IEnumerable<FieldError> Line(string pointer, string? value, int most) =>
    [
        .. Check.Text(pointer, value, 1, most),
        .. Check.That(
            value is null || !value.Any(char.IsControl), pointer, "control_character",
            $"{pointer} holds a control character."),
    ];
}
