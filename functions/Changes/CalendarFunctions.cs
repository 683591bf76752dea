using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ItsmServerless.Changes;

/// <summary>The HTTP routes of the calendar of changes and of its feeds.</summary>
public sealed class CalendarFunctions(Api api, ChangeCalendars calendars, CalendarFeeds feeds)
{
    private const string Feeds = "v1/changes/calendar/feeds";

    /// <summary>Shows the changes, freezes and maintenance windows of a time.</summary>
    [Function("GetChangeCalendar"), Requires(Role.Admin, Role.Manager, Role.Agent, Role.Auditor)]
    [Answers(200, typeof(ChangeCalendar)), Query("from", "The first instant."), Query("to", "The first instant after.")]
    public async Task<IResult> Calendar(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/changes/calendar")] HttpRequest request,
        CancellationToken cancel)
    {
        var asked = CalendarQuestion.Of(request);
        var calendar = asked.Then(time => calendars.Read(api.Caller(request).Tenant, time, cancel));
        return await calendar.Ok();
    }

    /// <summary>Makes a feed for calendar programs; the answer holds its URL, shown this once.</summary>
    [Function("CreateCalendarFeed"), Requires(Role.Admin, Role.Manager)]
    [Accepts(typeof(CreateFeed)), Answers(201, typeof(CreatedFeedView))]
    public async Task<IResult> Create(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Feeds)] HttpRequest request,
        CancellationToken cancel)
    {
        var command = await api.Bind<CreateFeed>(request);
        var made = command.Then(c => feeds.Create(c, cancel));
        return await made.Created(feed => $"/{Feeds}/{feed.Id}");
    }

    /// <summary>Lists the feeds, without their URLs.</summary>
    [Function("ListCalendarFeeds"), Requires(Role.Admin, Role.Manager, Role.Auditor)]
    [Answers(200, typeof(Page<CalendarFeedView>))]
    public async Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Feeds)] HttpRequest request,
        CancellationToken cancel) =>
        await api.Paging(request).Then(paging => feeds.List(api.Caller(request), paging, cancel)).Page(request);

    /// <summary>Revokes a feed; its URL works no more.</summary>
    [Function("RevokeCalendarFeed"), Requires(Role.Admin, Role.Manager), Answers(204)]
    public async Task<IResult> Revoke(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = Feeds + "/{id}")] HttpRequest request,
        string id, CancellationToken cancel)
    {
        var command = await api.Bind<NoBody>(request);
        var revoked = command.Then(c => feeds.Revoke(id, c, cancel));
        return await revoked.NoContent();
    }

    /// <summary>The calendar of changes for calendar programs, as iCalendar.</summary>
    [Function("ReadCalendarFeed"), Answers(200, MediaType = "text/calendar")]
    [Anonymous("The unguessable token in the path is the credential: calendar programs cannot send another.")]
    public async Task<IResult> Read(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "calendar/{file}")] HttpRequest request,
        string file, CancellationToken cancel) =>
        await feeds.Read(file, cancel).To(document => new FeedAnswer(document));
}
