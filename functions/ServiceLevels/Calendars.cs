using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.ServiceLevels;

/// <summary>The calendars of a tenant.</summary>
public sealed class Calendars(EventLog log, Lists lists, AgreementUse use, Kernel.Time.Clock clock)
{
    /// <summary>Makes or replaces.</summary>
    public Task<Outcome<Versioned<Calendar>>> Put(string key, Request<PutCalendar> request, CancellationToken cancel) =>
        log.Execute<Calendar, CalendarEvent>(
            request.Command, Calendar.IdOf(key), _ => PutCalendar.Decide(key, request.Body), cancel);

    /// <summary>Gives it up, unless agreements in force name it. One query for those.</summary>
    /// <remarks>An agreement that is put in the same instant is not seen; it counts by the calendar's last
    /// version.</remarks>
    public async Task<Outcome<Versioned<Calendar>>> Delete(
        string key, Request<NoBody> request, CancellationToken cancel)
    {
        var users = await use.OfCalendar(request.Caller.Tenant, key, cancel);
        return await log.Execute<Calendar, CalendarEvent>(
            request.Command, Calendar.IdOf(key), now => DeleteCalendar.Decide(key, now, users), cancel);
    }

    /// <summary>The calendar as it is now, or a version of it.</summary>
    public Task<Outcome<Versioned<Calendar>>> Get(Caller caller, string key, int? version, CancellationToken cancel) =>
        version is { } old
            ? log.AsOf<Calendar, CalendarEvent, CalendarPut>(caller.Tenant, Calendar.IdOf(key), old, cancel)
            : log.Get<Calendar, CalendarEvent>(caller.Tenant, Calendar.IdOf(key), cancel);

    /// <summary>By key. One query over the rows of calendars.</summary>
    public Task<Outcome<Page<Calendar>>> List(Caller caller, Paging paging, CancellationToken cancel) => lists.Read(
        caller.Tenant, [DeletableRows.InForce(Calendar.ListPartition)], paging, SettingsRow.Read<Calendar>,
        cancel);

    /// <summary>The next times that the calendar is open.</summary>
    public Task<Outcome<OpeningList>> Preview(
        Caller caller, string key, PreviewQuestion question, CancellationToken cancel) =>
        Get(caller, key, null, cancel)
            .Map(calendar => OpeningList.Of(calendar.State, question.From ?? clock.Now, question.Count));

    /// <summary>What the holidays of a file would change.</summary>
    public Task<Outcome<HolidayDifference>> PreviewHolidays(
        string key, Request<ImportHolidays> request, CancellationToken cancel) =>
        Get(request.Caller, key, null, cancel).Then(calendar => request.Body.Compare(calendar.State));

    /// <summary>Adds the holidays of a file.</summary>
    public Task<Outcome<Versioned<Calendar>>> ImportHolidays(
        string key, Request<ImportHolidays> request, CancellationToken cancel) =>
        log.Execute<Calendar, CalendarEvent>(
            request.Command, Calendar.IdOf(key),
            calendar => ServiceLevels.ImportHolidays.Decide(key, calendar, request.Body), cancel);
}
