using NodaTime;

namespace ItsmServerless.Kernel.Http;

/// <summary>Reads how long another server wants to be left alone (RFC 9110, 10.2.3).</summary>
public static class RetryAfter
{
    /// <summary>The wait; less than nothing for a date that is over, null when the answer does not say.</summary>
    public static Duration? Of(HttpResponseMessage response, Instant now) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => Duration.FromTimeSpan(delta),
        { Date: { } date } => Instant.FromDateTimeOffset(date) - now,
        _ => null,
    };
}
