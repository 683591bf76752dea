using ItsmServerless.Kernel.Outcomes;
using Microsoft.AspNetCore.Http;
using NodaTime;
using NodaTime.Text;

namespace ItsmServerless.Kernel.Http;

/// <summary>Reads parameters of the query string: each may be missing (null), and is <c>invalid_parameter</c> when it
/// cannot be read.</summary>
public static class QueryValues
{
    /// <summary>An RFC 3339 instant in UTC, cut to milliseconds.</summary>
    public static Outcome<Instant?> Instant(HttpRequest request, string name) => Read<Instant?>(
        request, name, "a time such as 2026-11-22T09:30:00Z",
        text => InstantPattern.ExtendedIso.Parse(text) is { Success: true } parsed
            ? NodaTime.Instant.FromUnixTimeMilliseconds(parsed.Value.ToUnixTimeMilliseconds())
            : null);

    /// <summary>A day of the calendar.</summary>
    public static Outcome<LocalDate?> Date(HttpRequest request, string name) => Read<LocalDate?>(
        request, name, "a day such as 2026-11-22",
        text => LocalDatePattern.Iso.Parse(text) is { Success: true } parsed ? parsed.Value : null);

    /// <summary>A whole number within bounds.</summary>
    public static Outcome<int?> Number(HttpRequest request, string name, int least, int most) => Read<int?>(
        request, name, $"a number from {least} to {most}",
        text => int.TryParse(text, out var number) && number >= least && number <= most ? number : null);

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public static Outcome<bool?> Flag(HttpRequest request, string name) => Read<bool?>(
        request, name, "true or false", text => text is "true" ? true : text is "false" ? false : null);

    /// <summary>One of the words of an enum.</summary>
    public static Outcome<T?> Word<T>(HttpRequest request, string name) where T : struct, Enum => Read<T?>(
        request, name, $"one of {string.Join(", ", Words<T>.All)}",
        text => Words<T>.All.Contains(text) ? Words<T>.Parse(text) : null);

    /// <summary>A key that callers choose.</summary>
    public static Outcome<string?> Key(HttpRequest request, string name) => Read<string?>(
        request, name, "a key", text => Check.Key(name, text).Any() ? null : text);

    /// <summary>Anything else.</summary>
    /// <param name="form">What it is, for the refusal.</param>
    /// <param name="read">Null when it cannot be read.</param>
    public static Outcome<T?> Read<T>(HttpRequest request, string name, string form, Func<string, T?> read)
    {
        var values = request.Query[name];
        if (values.Count == 0) return default(T);
        return values.Count == 1 && read(values[0]!) is { } value
            ? value
            : new Problem(ProblemCode.InvalidParameter, $"{name} is {form}, given once.");
    }
}
