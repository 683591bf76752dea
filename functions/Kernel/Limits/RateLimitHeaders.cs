using System.Globalization;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Kernel.Limits;

/// <summary>The headers that say what may be asked and what is left (draft-ietf-httpapi-ratelimit-headers: lists of
/// structured fields, RFC 9651).</summary>
public static class RateLimitHeaders
{
    /// <summary>The policies that count.</summary>
    public const string PolicyName = "RateLimit-Policy";

    /// <summary>What is left of them.</summary>
    public const string LeftName = "RateLimit";

    /// <summary>In which a budget fills.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    /// <summary>The name of a tenant's budget.</summary>
    public static string NameOf(Traffic traffic) => Words<Traffic>.Of(traffic);

    /// <summary>The name of a credential's part of it.</summary>
    public static string KeyNameOf(Traffic traffic) => NameOf(traffic) + "-key";

    /// <summary><c>"reads";q=600;w=60</c>: so many, in so many seconds.</summary>
    public static string Policy(string name, int perMinute) =>
        string.Create(CultureInfo.InvariantCulture, $"\"{name}\";q={perMinute};w={(int)Window.TotalSeconds}");

    /// <summary><c>"reads";r=599;t=1</c>: so many are left; in so many seconds all are there again.</summary>
    public static string Left(string name, BucketLevel level) =>
        string.Create(CultureInfo.InvariantCulture, $"\"{name}\";r={level.Remaining};t={Seconds(level.UntilFull)}");

    /// <summary>Whole seconds, never fewer than it takes.</summary>
    public static int Seconds(TimeSpan span) => (int)Math.Ceiling(span.TotalSeconds);
}
