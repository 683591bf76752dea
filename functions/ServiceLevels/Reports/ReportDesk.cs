using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.ServiceLevels.Reports;

/// <summary>Makes reports of what is filed.</summary>
/// <remarks>One query for each month of UTC that has a part of the month, and one for each SLA that had clocks in
/// it.</remarks>
public sealed class ReportDesk(ClockResults results, Agreements agreements, Kernel.Time.Clock clock)
{
    /// <summary>The report that was asked for; a month without clocks has one too.</summary>
    public async Task<Outcome<ReportAnswer>> Make(Caller caller, ReportQuestion question, CancellationToken cancel)
    {
        var decided = new List<ClockResult>();
        foreach (var month in question.Period.UtcMonths)
            decided.AddRange(await results.OfMonth(caller.Tenant, month, question.View, cancel));
        ClockResult[] covered = [.. decided.Where(question.Covers)];
        var owing = await Owing(caller, covered, cancel);
        return new ReportAnswer(ServiceLevelReport.Of(question, covered, owing, clock.Now), question);
    }

    /// <summary>The SLAs in the newest version that a clock ran under: a table of credits that was agreed later is
    /// about later records.</summary>
    private async Task<IReadOnlyList<Agreement>> Owing(
        Caller caller, IEnumerable<ClockResult> covered, CancellationToken cancel)
    {
        var owing = new List<Agreement>();
        foreach (var ofOne in covered.Where(r => r.Kind == AgreementKind.Sla).GroupBy(result => result.Agreement))
        {
            var version = ofOne.Max(result => result.AgreementVersion);
            owing.Add((await agreements.Get(caller, ofOne.Key, version, cancel)).Value.State);
        }
        return owing;
    }
}
