namespace ItsmServerless.Kernel.Outcomes;

/// <summary>The rules that fields are checked by. Each gives an error or nothing; a missing optional value
/// passes.</summary>
public static class Check
{
    /// <summary>Text of <paramref name="least"/> to <paramref name="most"/> characters (UTF-16), required unless
    /// <paramref name="least"/> is 0.</summary>
    public static IEnumerable<FieldError> Text(string pointer, string? value, int least, int most)
    {
        if (value is null && least > 0) yield return Required(pointer);
        else if (value is not null && (value.Length < least || value.Length > most || (least > 0 && string.IsNullOrWhiteSpace(value))))
            yield return new(pointer, "length", $"{pointer} has {value.Length} characters; {least} to {most} are allowed.");
    }

    /// <summary>One of the given words; a missing one passes.</summary>
    public static IEnumerable<FieldError> OneOf(string pointer, string? value, params IReadOnlyCollection<string> allowed) =>
        value is null || allowed.Contains(value) ? [] : [new(pointer, "not_allowed", $"{pointer} is none of {string.Join(", ", allowed)}.")];

    /// <summary>A mail address; a missing one passes.</summary>
    public static IEnumerable<FieldError> Email(string pointer, string? value) =>
        value is null || Ids.EmailAddress.IsValid(value) ? [] : [new(pointer, "email", $"{pointer} is not a mail address.")];

    /// <summary>At most <paramref name="most"/> items; a missing list passes.</summary>
    public static IEnumerable<FieldError> Count<T>(string pointer, IReadOnlyCollection<T>? items, int least, int most) =>
        items is null || (items.Count >= least && items.Count <= most) ? []
            : [new(pointer, "count", $"{pointer} has {items.Count} items; {least} to {most} are allowed.")];

    /// <summary>The same rule for every item, with the item's own pointer.</summary>
    public static IEnumerable<FieldError> Each<T>(string pointer, IReadOnlyList<T>? items, Func<string, T, IEnumerable<FieldError>> rule) =>
        items is null ? [] : items.SelectMany((item, index) => rule($"{pointer}/{index}", item));

    /// <summary>It must be there.</summary>
    public static IEnumerable<FieldError> Present(string pointer, object? value) => value is null ? [Required(pointer)] : [];

    /// <summary>A rule of the field's own.</summary>
    public static IEnumerable<FieldError> That(bool holds, string pointer, string code, string detail) =>
        holds ? [] : [new(pointer, code, detail)];

    /// <summary>A key that callers choose: lower-case letters, digits, <c>. _ -</c>, 1 to 64 characters, beginning with
    /// a letter or digit.</summary>
    public static IEnumerable<FieldError> Key(string pointer, string? value) =>
        That(value is { Length: >= 1 and <= 64 } && char.IsAsciiLetterOrDigit(value[0]) && value.All(IsKeyCharacter), pointer, "key",
            $"{pointer} is not a key: 1 to 64 lower-case letters, digits, dots, underscores or hyphens.");

    private static FieldError Required(string pointer) => new(pointer, "required", $"{pointer} is required.");

    private static bool IsKeyCharacter(char c) => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '_' or '-';
}
