using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;
using Microsoft.AspNetCore.Http;
using NodaTime;
using NodaTime.Text;

namespace ItsmServerless.Metering;

/// <summary>What is asked of usage: the hours that begin in a range, added up.</summary>
public sealed record UsageQuestion(Instant From, Instant To, UsageWindow By)
{
    private const int MostHourly = 31;
    private const int MostOther = 366;

    /// <summary>Reads <c>from</c>, <c>to</c> and <c>by</c>; by default the running month, by day.</summary>
    /// <returns>The question, or <c>invalid_parameter</c>: a time that is none, a range that ends before it begins,
    /// or one that is too long.</returns>
    public static Outcome<UsageQuestion> Of(HttpRequest request, Instant now)
    {
        if (Time(request, "from").IsRefused(out var badFrom, out var from)) return badFrom;
        if (Time(request, "to").IsRefused(out var badTo, out var to)) return badTo;
        if (QueryValues.Word<UsageWindow>(request, "by").IsRefused(out var badBy, out var by)) return badBy;
        var end = to ?? UsageRows.HourOf(now) + Duration.FromHours(1);
        var begin = from ?? UsageWindows.Bounds((end - Duration.FromTicks(1)).InUtc().Date.ToYearMonth()).From;
        var window = by ?? UsageWindow.Day;
        var most = window == UsageWindow.Hour ? MostHourly : MostOther;
        if (begin > end) return new Problem(ProblemCode.InvalidParameter, "from is after to.");
        return end - begin > Duration.FromDays(most)
            ? new Problem(ProblemCode.InvalidParameter, $"from and to are more than {most} days apart, which is the most by {Words<UsageWindow>.Of(window)}.")
            : new UsageQuestion(begin, end, window);
    }

    private static Outcome<Instant?> Time(HttpRequest request, string name) => QueryValues.Read<Instant?>(
        request, name, "a time such as 2026-11-22T09:00:00Z or a day such as 2026-11-22", Parse);

    private static Instant? Parse(string text)
    {
        if (InstantPattern.ExtendedIso.Parse(text) is { Success: true } time) return time.Value;
        return LocalDatePattern.Iso.Parse(text) is { Success: true } day ? day.Value.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant() : null;
    }
}
