using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Limits;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ItsmServerless.Changes;

/// <summary>The HTTP routes of the practice. A request is bound, taken on, and answered; rules are
/// elsewhere.</summary>
public sealed class ChangeFunctions(Api api, ChangeDesk desk, ChangeLists lists, ChangeScheduling scheduling)
{
    private const string Route = "v1/changes";

    /// <summary>Writes a change down.</summary>
    [Uses(Dimensions.Records)]
    [Function("DraftChange"), Requires(Role.Admin, Role.Manager, Role.Agent)]
    [Accepts(typeof(DraftChange)), Answers(201, typeof(ChangeView))]
    public async Task<IResult> Draft(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route)] HttpRequest request,
        CancellationToken cancel)
    {
        var command = await api.Bind<DraftChange>(request);
        var drafted = command.Then(c => desk.Draft(c, cancel));
        return await drafted.Created(record => $"/{Route}/{record.Id}", ChangeView.Of);
    }

    /// <summary>Lists changes, newest update first.</summary>
    [Function("ListChanges"), Requires(Role.Admin, Role.Manager, Role.Agent, Role.Auditor)]
    [Answers(200, typeof(Page<ChangeSummary>))]
    [Query("state", "A state, or open for all that are not closed or cancelled.")]
    [Query("type", "standard, normal or emergency."), Query("riskLevel", "high, medium or low.")]
    [Query("service", "The affected service."), Query("owner", "The owner's address.")]
    [Query("updatedSince", "The oldest update shown."), Query("sort", "-updatedAt, the newest update first: the one order.")]
    [Query("limit", "1 to 200; 50 by default."), Query("cursor", "nextCursor of the page before.")]
    public async Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request,
        CancellationToken cancel) =>
        await lists.Read(request, cancel).Page(request);

    /// <summary>Shows a change, by id or number.</summary>
    [Function("GetChange"), Requires(Role.Admin, Role.Manager, Role.Agent, Role.Auditor)]
    [Answers(200, typeof(ChangeView))]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/{id}")] HttpRequest request,
        string id, CancellationToken cancel) =>
        await desk.Find(api.Caller(request), id, cancel).Ok(ChangeView.Of);

    /// <summary>Shows what happened to a change, oldest first, each event chained to the one before.</summary>
    [Function("GetChangeTimeline"), Requires(Role.Admin, Role.Manager, Role.Agent, Role.Auditor)]
    [Answers(200, typeof(Page<StoredEvent>)), Query("limit", "1 to 200; 50 by default.")]
    [Query("cursor", "nextCursor of the page before.")]
    public async Task<IResult> Timeline(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/{id}/timeline")] HttpRequest request,
        string id, CancellationToken cancel) =>
        await lists.Timeline(request, id, cancel).Page(request);

    /// <summary>Edits a change by a merge patch (RFC 7396).</summary>
    [Function("EditChange"), Requires(Role.Admin, Role.Manager, Role.Agent)]
    [Accepts(typeof(EditChange)), Answers(200, typeof(ChangeView))]
    public async Task<IResult> Edit(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = Route + "/{id}")] HttpRequest request,
        string id, CancellationToken cancel)
    {
        var command = await api.Bind<EditChange>(request, change: true);
        var changed = command.Then(c => desk.Edit(c, id, cancel));
        return await changed.Ok(ChangeView.Of);
    }

    /// <summary>Puts a change to its approvers.</summary>
    [Function("SubmitChange"), Requires(Role.Admin, Role.Manager, Role.Agent)]
    [Accepts(typeof(NoBody)), Answers(200, typeof(ChangeView))]
    public async Task<IResult> Submit(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/{id}/submit")] HttpRequest request,
        string id, CancellationToken cancel)
    {
        var command = await api.Bind<NoBody>(request, change: true);
        var changed = command.Then(c => desk.Submit(c, id, cancel));
        return await changed.Ok(ChangeView.Of);
    }

    /// <summary>Reserves the window of an approved change.</summary>
    [Function("ScheduleChange"), Requires(Role.Admin, Role.Manager, Role.Agent)]
    [Accepts(typeof(ScheduleChange)), Answers(200, typeof(ChangeView))]
    public async Task<IResult> Schedule(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/{id}/schedule")] HttpRequest request,
        string id, CancellationToken cancel)
    {
        var command = await api.Bind<ScheduleChange>(request, change: true);
        var changed = command.Then(c => scheduling.Schedule(c, id, cancel));
        return await changed.Ok(ChangeView.Of);
    }

    /// <summary>Begins to make a change.</summary>
    [Function("StartChange"), Requires(Role.Admin, Role.Manager, Role.Agent)]
    [Accepts(typeof(NoBody)), Answers(200, typeof(ChangeView))]
    public async Task<IResult> Start(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/{id}/start")] HttpRequest request,
        string id, CancellationToken cancel)
    {
        var command = await api.Bind<NoBody>(request, change: true);
        var changed = command.Then(c => desk.Move(c, id, StartChange.Decide, cancel));
        return await changed.Ok(ChangeView.Of);
    }

    /// <summary>Says how making a change ended.</summary>
    [Function("CompleteChange"), Requires(Role.Admin, Role.Manager, Role.Agent)]
    [Accepts(typeof(CompleteChange)), Answers(200, typeof(ChangeView))]
    public async Task<IResult> Complete(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/{id}/complete")] HttpRequest request,
        string id, CancellationToken cancel)
    {
        var command = await api.Bind<CompleteChange>(request, change: true);
        var changed = command.Then(c => desk.Move(c, id, change => CompleteChange.Decide(change, c.Body), cancel));
        return await changed.Ok(ChangeView.Of);
    }

    /// <summary>Closes a change that was made.</summary>
    [Function("CloseChange"), Requires(Role.Admin, Role.Manager, Role.Agent)]
    [Accepts(typeof(NoBody)), Answers(200, typeof(ChangeView))]
    public async Task<IResult> Close(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/{id}/close")] HttpRequest request,
        string id, CancellationToken cancel)
    {
        var command = await api.Bind<NoBody>(request, change: true);
        var changed = command.Then(c => desk.Move(c, id, CloseChange.Decide, cancel));
        return await changed.Ok(ChangeView.Of);
    }

    /// <summary>Cancels a change that nobody has begun to make.</summary>
    [Function("CancelChange"), Requires(Role.Admin, Role.Manager, Role.Agent)]
    [Accepts(typeof(CancelChange)), Answers(200, typeof(ChangeView))]
    public async Task<IResult> Cancel(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/{id}/cancel")] HttpRequest request,
        string id, CancellationToken cancel)
    {
        var command = await api.Bind<CancelChange>(request, change: true);
        var changed = command.Then(c => desk.Move(c, id, change => CancelChange.Decide(change, c.Body), cancel));
        return await changed.Ok(ChangeView.Of);
    }
}
