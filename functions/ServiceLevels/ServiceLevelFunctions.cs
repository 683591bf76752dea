using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ItsmServerless.ServiceLevels;

/// <summary>Calendars, agreements, clocks.</summary>
public sealed class ServiceLevelFunctions(Api api, Calendars calendars, Agreements agreements, IncidentClocks clocks)
{
    /// <summary>Makes or replaces a calendar; earlier versions stay readable.</summary>
    [Function("PutCalendar"), Requires(Role.Admin, Role.Manager)]
    [Accepts(typeof(PutCalendar)), Answers(200, typeof(Calendar))]
    public async Task<IResult> PutCalendar(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "v1/calendars/{key}")] HttpRequest request,
        string key, CancellationToken cancel)
    {
        var command = await api.Bind<PutCalendar>(request, change: true);
        var put = command.Then(c => calendars.Put(key, c, cancel));
        return await put.Ok(calendar => calendar.State);
    }

    /// <summary>Shows a calendar.</summary>
    [Function("GetCalendar"), Requires(Role.Admin, Role.Manager, Role.Agent, Role.Auditor, InGroups = true)]
    [Answers(200, typeof(Calendar))]
    [Query("version", "An earlier version; the current one when missing.")]
    public async Task<IResult> GetCalendar(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/calendars/{key}")] HttpRequest request,
        string key, CancellationToken cancel)
    {
        var version = QueryValues.Number(request, "version", 1, int.MaxValue);
        var found = version.Then(v => calendars.Get(api.Caller(request), key, v, cancel));
        return await found.Ok(calendar => calendar.State);
    }

    /// <summary>Gives up a calendar that no agreement in force names; its versions stay readable.</summary>
    [Function("DeleteCalendar"), Requires(Role.Admin, Role.Manager), Answers(204)]
    public async Task<IResult> DeleteCalendar(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "v1/calendars/{key}")] HttpRequest request,
        string key, CancellationToken cancel)
    {
        var command = await api.Bind<NoBody>(request, change: true);
        var deleted = command.Then(c => calendars.Delete(key, c, cancel));
        return await deleted.NoContent();
    }

    /// <summary>Lists calendars by key.</summary>
    [Function("ListCalendars"), Requires(Role.Admin, Role.Manager, Role.Agent, Role.Auditor, InGroups = true)]
    [Answers(200, typeof(Page<Calendar>))]
    public async Task<IResult> ListCalendars(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/calendars")] HttpRequest request,
        CancellationToken cancel) =>
        await api.Paging(request).Then(paging => calendars.List(api.Caller(request), paging, cancel)).Page(request);

    /// <summary>Shows the next times that a calendar is open.</summary>
    [Function("PreviewCalendar"), Requires(Role.Admin, Role.Manager, Role.Agent, Role.Auditor, InGroups = true)]
    [Answers(200, typeof(OpeningList))]
    [Query("from", "From when on, as 2026-11-22T09:30:00Z; now when missing.")]
    [Query("count", "How many, 1 to 200; 10 when missing.")]
    public async Task<IResult> PreviewCalendar(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/calendars/{key}/preview")] HttpRequest request,
        string key, CancellationToken cancel)
    {
        var question = PreviewQuestion.Of(request);
        var openings = question.Then(q => calendars.Preview(api.Caller(request), key, q, cancel));
        return await openings.Ok();
    }

    /// <summary>Makes or replaces an agreement; it is about what is reported from then on.</summary>
    [Function("PutAgreement"), Requires(Role.Admin, Role.Manager)]
    [Accepts(typeof(PutAgreement)), Answers(200, typeof(Agreement))]
    public async Task<IResult> PutAgreement(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "v1/agreements/{key}")] HttpRequest request,
        string key, CancellationToken cancel)
    {
        var command = await api.Bind<PutAgreement>(request, change: true);
        var put = command.Then(c => agreements.Put(key, c, cancel));
        return await put.Ok(agreement => agreement.State);
    }

    /// <summary>Shows an agreement.</summary>
    [Function("GetAgreement"), Requires(Role.Admin, Role.Manager, Role.Agent, Role.Auditor, InGroups = true)]
    [Answers(200, typeof(Agreement))]
    [Query("version", "An earlier version; the current one when missing.")]
    public async Task<IResult> GetAgreement(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/agreements/{key}")] HttpRequest request,
        string key, CancellationToken cancel)
    {
        var version = QueryValues.Number(request, "version", 1, int.MaxValue);
        var found = version.Then(v => agreements.Get(api.Caller(request), key, v, cancel));
        return await found.Ok(agreement => agreement.State);
    }

    /// <summary>Gives up an agreement none of whose clocks can still count; its versions stay readable.</summary>
    [Function("DeleteAgreement"), Requires(Role.Admin, Role.Manager), Answers(204)]
    public async Task<IResult> DeleteAgreement(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "v1/agreements/{key}")] HttpRequest request,
        string key, CancellationToken cancel)
    {
        var command = await api.Bind<NoBody>(request, change: true);
        var deleted = command.Then(c => agreements.Delete(key, c, cancel));
        return await deleted.NoContent();
    }

    /// <summary>Lists agreements by key.</summary>
    [Function("ListAgreements"), Requires(Role.Admin, Role.Manager, Role.Agent, Role.Auditor, InGroups = true)]
    [Answers(200, typeof(Page<Agreement>))]
    public async Task<IResult> ListAgreements(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/agreements")] HttpRequest request,
        CancellationToken cancel) =>
        await api.Paging(request).Then(paging => agreements.List(api.Caller(request), paging, cancel)).Page(request);

    /// <summary>Shows how the clocks of an incident stand, or stood.</summary>
    [Function("GetIncidentClocks"), Requires(Role.Admin, Role.Manager, Role.Agent, Role.Auditor, InGroups = true)]
    [Answers(200, typeof(ClockList))]
    [Query("explain", "true for every part of each clock's time, and why it counted or did not.")]
    [Query("at", "As of when, as 2026-11-22T09:30:00Z; now when missing.")]
    public async Task<IResult> GetClocks(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/incidents/{id}/clocks")] HttpRequest request,
        string id, CancellationToken cancel)
    {
        var question = ClockQuestion.Of(request);
        var shown = question.Then(q => clocks.Show(api.Caller(request), id, q, cancel));
        return await shown.Ok();
    }

    /// <summary>Tells how clocks would run for a calendar, targets and a story; nothing is kept.</summary>
    [Function("SimulateClocks"), Requires(Role.Admin, Role.Manager, Role.Agent, Role.Auditor, InGroups = true)]
    [Accepts(typeof(SimulateClocks)), Answers(200, typeof(ClockList))]
    public async Task<IResult> Simulate(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/service-levels/simulations")]
        HttpRequest request) =>
        await api.Bind<SimulateClocks>(request).Map(command => ClockList.Of(command.Body.Run())).Ok();
}
