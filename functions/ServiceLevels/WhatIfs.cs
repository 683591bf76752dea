using System.Collections.Concurrent;
using ItsmServerless.Incidents;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.ServiceLevels;

/// <summary>Runs a tenant's own incidents against an agreement as it might have been.</summary>
public sealed class WhatIfs(
    EventLog log, ReportedIncidents reported, IncidentClocks clocks, Kernel.Time.Clock clock)
{
    private const int MostIncidents = 5_000;
    private const int AtOnce = 8;

    /// <summary>What would have been met and breached. Nothing is kept.</summary>
    /// <remarks>What finding the incidents costs is said in <see cref="ReportedIncidents"/>; then three queries for
    /// each of them, two more for each recalculation of it, eight incidents at a time.</remarks>
    public async Task<Outcome<WhatIfAnswer>> Ask(Request<AskWhatIf> request, CancellationToken cancel)
    {
        var (tenant, body) = (request.Caller.Tenant, request.Body);
        if ((await Read(tenant, body, cancel)).IsRefused(out var unknown, out var whatIf)) return unknown;
        var incidents = await reported.Between(tenant, body.From!.Value, body.To!.Value, cancel);
        if (incidents.Count > MostIncidents) return TooMany(incidents.Count);
        var (now, lives) = (clock.Now, new ConcurrentBag<WhatIfLife>());
        await Parallel.ForEachAsync(
            incidents, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancel },
            async (incident, stop) =>
            {
                if (await clocks.Read(tenant, incident, stop) is { } life) lives.Add(whatIf.Of(life, now));
            });
        return WhatIfAnswer.Of(lives, whatIf.Compared is not null);
    }

    private async Task<Outcome<WhatIf>> Read(TenantId tenant, AskWhatIf body, CancellationToken cancel)
    {
        var draft = body.Agreement!.Draft;
        var compared = draft is null ? body.Agreement.Key : body.Replaces;
        if (compared is not null &&
            await log.Find<Agreement, AgreementEvent>(tenant, Agreement.IdOf(compared), cancel) is null)
            return Unknown(draft is null ? "/agreement" : "/replaces", "agreement", compared);
        var hours = body.Calendar?.Draft?.ToHours();
        if (hours is null && (body.Calendar?.Key ?? draft?.Calendar) is { } key)
        {
            var calendar = await log.Find<Calendar, CalendarEvent>(tenant, Calendar.IdOf(key), cancel);
            if (calendar is null)
                return Unknown(body.Calendar is null ? "/agreement/calendar" : "/calendar", "calendar", key);
            hours = BusinessHours.Of(calendar.State);
        }
        return new WhatIf(compared, draft is null ? null : Agreed(draft, body.Replaces), hours);
    }

    private static Agreement Agreed(PutAgreement draft, string? replaces)
    {
        var put = PutAgreement.Decide("draft", draft, calendarIsKnown: true).Events[0];
        var agreed = Agreement.Apply(null, new(Agreement.IdOf("draft"), 1, Times.Earliest, Actor.System, put));
        return agreed with { Key = replaces ?? WhatIf.DraftKey };
    }

    private static Problem Unknown(string pointer, string what, string key) => Problem.Validation(
        new FieldError(pointer, $"unknown_{what}", $"{pointer} is {key}; there is no such {what}."));

    private static Problem TooMany(int count) => Problem.Validation(new FieldError(
        "/from", "too_many",
        $"{count} incidents were reported then; {MostIncidents} can be asked about at once. " +
        "A recalculation with dryRun takes any number."));
}
