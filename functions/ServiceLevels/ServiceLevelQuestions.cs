using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;
using Microsoft.AspNetCore.Http;
using NodaTime;

namespace ItsmServerless.ServiceLevels;

/// <summary>What a caller of the clocks wants to know.</summary>
/// <param name="At">As of when; null means now.</param>
public sealed record ClockQuestion(bool IsExplained, Instant? At)
{
    /// <summary>Reads <c>explain</c> and <c>at</c>.</summary>
    public static Outcome<ClockQuestion> Of(HttpRequest request) =>
        QueryValues.Flag(request, "explain").Then(explain =>
            Times.Read(request, "at").Map(at => new ClockQuestion(explain ?? false, at)));
}

/// <summary>What a caller of a preview wants to know.</summary>
/// <param name="From">Null means now.</param>
public sealed record PreviewQuestion(Instant? From, int Count)
{
    private const int Most = 200;
    private const int Usual = 10;

    /// <summary>Reads <c>from</c> and <c>count</c>.</summary>
    public static Outcome<PreviewQuestion> Of(HttpRequest request) =>
        Times.Read(request, "from").Then(from =>
            QueryValues.Number(request, "count", 1, Most).Map(count => new PreviewQuestion(from, count ?? Usual)));
}

/// <summary>Which holidays of a file are wanted.</summary>
public sealed record HolidayRange(LocalDate From, LocalDate To)
{
    private const int UsualYears = 2;
    private const int MostYears = 10;

    /// <summary>Reads <c>from</c> and <c>to</c>, both days included.</summary>
    public static Outcome<HolidayRange> Of(HttpRequest request, Instant now) =>
        QueryValues.Date(request, "from").Then(from => QueryValues.Date(request, "to").Then(to =>
        {
            var first = from ?? now.InUtc().Date;
            var range = new HolidayRange(first, to ?? first.PlusYears(UsualYears));
            return range.IsSensible
                ? range
                : (Outcome<HolidayRange>)new Problem(
                    ProblemCode.InvalidParameter, $"to is a day after from, by at most {MostYears} years, before 2200.");
        }));

    private bool IsSensible =>
        From <= To && To <= From.PlusYears(MostYears) && BusinessHours.Knows(From) && BusinessHours.Knows(To);
}

/// <summary>Times that calendars can be asked about.</summary>
internal static class Times
{
    public static readonly Instant Earliest = Instant.FromUtc(2000, 1, 1, 0, 0);
    public static readonly Instant Latest = Instant.FromUtc(2100, 1, 1, 0, 0);

    public static Outcome<Instant?> Read(HttpRequest request, string name) =>
        QueryValues.Instant(request, name).Then<Instant?>(at => at < Earliest || at >= Latest
            ? new Problem(ProblemCode.InvalidParameter, $"{name} is a time from the year 2000 to 2099.")
            : at);
}
