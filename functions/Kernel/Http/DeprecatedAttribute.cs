using System.Globalization;

namespace ItsmServerless.Kernel.Http;

/// <summary>Tells callers of a route that it will go: by headers, and in the OpenAPI document.</summary>
/// <param name="since">The day from which it should not be used, as <c>2027-01-31</c>.</param>
/// <param name="sunset">The first day on which it may be gone.</param>
/// <param name="instead">What to use in its place, as a sentence.</param>
/// <remarks><c>Deprecation</c> by RFC 9745, <c>Sunset</c> by RFC 8594; days begin at midnight in UTC.</remarks>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DeprecatedAttribute(string since, string sunset, string instead) : Attribute
{
    /// <summary>The value of the header <c>Deprecation</c>: <c>@</c> and seconds since 1970.</summary>
    public string Deprecation { get; } = $"@{Midnight(since).ToUnixTimeSeconds()}";

    /// <summary>The value of the header <c>Sunset</c>: an HTTP date.</summary>
    public string Sunset { get; } = Midnight(sunset).ToString("R", CultureInfo.InvariantCulture);

    /// <summary>What to use in its place.</summary>
    public string Instead { get; } = instead;

    private static DateTimeOffset Midnight(string day) => new(
        DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture), TimeOnly.MinValue, TimeSpan.Zero);
}
