using CsCheck;
using ItsmServerless.Incidents;
using ItsmServerless.ServiceLevels;
using ItsmServerless.ServiceLevels.Reports;
using NodaTime;

namespace ItsmServerless.Tests.Unit.ServiceLevels.Reports;

/// <summary>Results of clocks, and the report of November 2026 over them.</summary>
internal static class Decided
{
    public static readonly Instant Now = Instant.FromUtc(2026, 12, 3, 8, 0);

    public static readonly ReportQuestion November = new(
        new(new YearMonth(2026, 11), DateTimeZone.Utc), ResultView.Latest, null, ReportFormat.Json, ReportTable.Rows);

    private static readonly Instant Start = Instant.FromUtc(2026, 11, 2, 8, 0);

    private static readonly Duration Hour = Duration.FromHours(1);

    /// <summary>Anything of a small world, so that rows meet; about a quarter breached, some of them still open.</summary>
    public static readonly Gen<ClockResult[]> Some = Gen.Select(
        Any.OneOf(["gold", "silver"]), Gen.Enum<Metric>(), Any.OneOf<string?>(["mail", "print", null]), Gen.Enum<Priority>(),
        Gen.Int[0, 100], Gen.Frequency((3, Gen.Const(0)), (1, Gen.Int[1, 2])), Gen.Int[0, 60 * 24 * 25],
        (agreement, metric, service, priority, share, breached, started) => Clock(
            agreement, metric, service, priority, TimeSpan.FromHours(4 * share / 100.0) + TimeSpan.FromHours(4 * breached),
            stops: breached != 2, number: started)).Array[0, 40];

    /// <summary>A clock that was allowed four hours.</summary>
    /// <param name="stops">Whether it stopped; one of more than four hours may still be open.</param>
    public static ClockResult Clock(
        string agreement = "gold", Metric metric = Metric.Resolution, string? service = "mail",
        Priority priority = Priority.P3, TimeSpan took = default, bool stops = true, int number = 1,
        AgreementKind kind = AgreementKind.Sla)
    {
        var elapsed = Duration.FromTimeSpan(took);
        var (isMet, start) = (elapsed <= 4 * Hour, Start + Duration.FromMinutes(number));
        return new(
            $"clk-{number}-{agreement}-{metric}-{priority}-{service}", 1, $"inc_{number}", $"INC-{number:D6}", agreement,
            1, "office", 1, kind, metric, isMet ? ClockState.Met : ClockState.Breached, priority, service, "desk", start,
            start + (4 * Hour), stops || isMet ? start + elapsed : null, isMet ? null : start + (4 * Hour), 4 * Hour,
            stops || isMet ? elapsed : 4 * Hour, [new(HolderKind.Group, "desk", elapsed)], []);
    }

    public static ServiceLevelReport Report(params IReadOnlyList<ClockResult> results) =>
        ServiceLevelReport.Of(November, results, [], Now);

    public static Agreement Agreement(params Credit[] credits) => new(
        "gold", AgreementKind.Sla, "incident", Match.All, "office", [], [], [], 3, Now, Credits: credits);
}
