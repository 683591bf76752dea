using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using ItsmServerless.Kernel.Mail;
using NodaTime;
using NodaTime.Text;

namespace ItsmServerless.Intake.Alerts;

/// <summary>Looks into JSON that may have any shape.</summary>
internal static class JsonLook
{
    /// <summary>The member under a path; undefined when it, or anything above it, is not there.</summary>
    public static JsonElement Look(this JsonElement from, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
            if (from.ValueKind != JsonValueKind.Object || !from.TryGetProperty(name, out from)) return default;
        return from;
    }

    /// <summary>The text of a text, number or truth value; null for all else and for an empty text.</summary>
    public static string? Text(this JsonElement from, params ReadOnlySpan<string> path)
    {
        var found = from.Look(path);
        var text = found.ValueKind switch
        {
            JsonValueKind.String => found.GetString(),
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => found.GetRawText(),
            _ => null,
        };
        return string.IsNullOrWhiteSpace(text) ? null : text;
    }

    /// <summary>The first of several names that has a text.</summary>
    public static string? First(this JsonElement from, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (from.Text(name) is { } text) return text;
        return null;
    }

    /// <summary>The items of a list; none when it is no list.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement from) =>
        from.ValueKind == JsonValueKind.Array ? from.EnumerateArray() : [];

    /// <summary>The members of an object that have a text; none when it is no object.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Pairs(this JsonElement from) =>
        from.ValueKind != JsonValueKind.Object
            ? []
            : from.EnumerateObject().Where(member => member.Value.Text() is not null)
                .Select(member => KeyValuePair.Create(member.Name, member.Value.Text()!));
}

/// <summary>Makes of strangers' texts what the fields of an alert may hold.</summary>
internal static class AlertText
{
    public const int LongestKey = 512;
    private const int LongestTitle = 256;
    private const int LongestDescription = 16 << 10;
    private const int LongestUrl = 2_000;

    private static readonly OffsetDateTimePattern[] Times =
    [
        OffsetDateTimePattern.Rfc3339, OffsetDateTimePattern.ExtendedIso,
        OffsetDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss;FFFFFFFFFo<+HHmm>"),
    ];

    /// <summary>One alert of raw texts; whatever is too long is cut, whatever is empty is left out.</summary>
    public static Alert Alert(
        string key, AlertStatus status, string? title, params ReadOnlySpan<string?> description) => new(
        Key(key), status, Line(title, LongestTitle) ?? Line(key, LongestTitle) ?? "(no title)", Paragraphs(description));

    /// <summary>A key of any length: a long one is known by its beginning and its hash.</summary>
    public static string Key(string key) => Line(key, int.MaxValue) is not { } line ? Kernel.Ids.KeyText.Hash(key)
        : line.Length <= LongestKey ? line
        : $"{HeaderText.Cut(line, LongestKey - 33)}#{Kernel.Ids.KeyText.Hash(line)}";

    /// <summary>One line; null when nothing is left of it.</summary>
    public static string? Line(string? text, int most) =>
        HeaderText.Line(text, most) is { Length: > 0 } line ? line : null;

    public static string? Service(string? text) => Line(text, 100);

    public static ImmutableArray<string> Items(params IEnumerable<string?> names) => Lines(names, 30, 100);

    public static ImmutableArray<string> Tags(params IEnumerable<string?> tags) => Lines(tags, 20, 50);

    /// <summary>Addresses of the web only; the others are left out.</summary>
    public static ImmutableArray<AlertLink> Links(params IEnumerable<(string? Url, string? Text)> links) =>
        [.. links.Where(link => IsWeb(link.Url)).DistinctBy(link => link.Url).Take(20)
            .Select(link => new AlertLink(link.Url!, Line(link.Text, 100)))];

    /// <summary>RFC 3339, or seconds or milliseconds since 1970; null for anything else and for no real time.</summary>
    public static Instant? Time(string? text)
    {
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return Epoch(number);
        foreach (var pattern in Times)
            if (text is { Length: < 64 } && pattern.Parse(text) is { Success: true, Value: var time })
                return Sane(time.ToInstant());
        return null;
    }

    private static Instant? Epoch(long number) => number > 100_000_000_000
        ? number < 10_000_000_000_000 ? Sane(Instant.FromUnixTimeMilliseconds(number)) : null
        : Sane(Instant.FromUnixTimeSeconds(number));

    private static Instant? Sane(Instant time) =>
        time > Instant.FromUtc(2000, 1, 1, 0, 0) && time < Instant.FromUtc(2200, 1, 1, 0, 0) ? time : null;

    private static string? Paragraphs(ReadOnlySpan<string?> parts)
    {
        var texts = new List<string>();
        foreach (var part in parts)
            if (part is not null && Printable(part).Trim() is { Length: > 0 } text) texts.Add(text);
        return texts.Count == 0 ? null : HeaderText.Cut(string.Join("\n\n", texts), LongestDescription);
    }

    /// <summary>Text of several lines without what steers terminals and without halves of characters.</summary>
    private static string Printable(string text) => string.Concat(
        text.EnumerateRunes().Where(rune => rune.Value is '\n' or '\t' || !System.Text.Rune.IsControl(rune)));

    private static ImmutableArray<string> Lines(IEnumerable<string?> texts, int count, int most) =>
        [.. texts.Select(text => Line(text, most)).OfType<string>().Distinct().Take(count)];

    private static bool IsWeb(string? url) => url is { Length: <= LongestUrl } && !url.Any(char.IsControl) &&
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && (uri.Scheme is "http" or "https");
}
