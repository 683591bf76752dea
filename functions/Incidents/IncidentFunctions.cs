using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Limits;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ItsmServerless.Incidents;

/// <summary>The HTTP routes of the practice. A request is bound, taken on, and answered; rules are elsewhere.</summary>
public sealed class IncidentFunctions(Api api, IncidentDesk desk, IncidentLists lists, IncidentParts parts)
{
    private const string Route = "v1/incidents";

    /// <summary>Reports an incident.</summary>
    [Uses(Dimensions.Records)]
    [Function("ReportIncident"), Requires(Role.Admin, Role.Manager, Role.Agent, Role.Requester, InGroups = true)]
    [Accepts(typeof(ReportIncident)), Answers(201, typeof(IncidentView))]
    public async Task<IResult> Report(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route)] HttpRequest request,
        CancellationToken cancel)
    {
        var command = await api.Bind<ReportIncident>(request);
        var reported = command.Then(c => desk.Report(c, cancel));
        return await reported.Created(record => $"/{Route}/{record.Id}", IncidentView.Of);
    }

    /// <summary>Lists incidents, newest update first.</summary>
    [Function("ListIncidents")]
    [Requires(Role.Admin, Role.Manager, Role.Agent, Role.Requester, Role.Auditor, InGroups = true)]
    [Answers(200, typeof(Page<IncidentSummary>))]
    [Query("state", "A state, or open for all that are not closed or cancelled."), Query("priority", "P1 to P5.")]
    [Query("assignee", "The assignee's address."), Query("requester", "The requester's address.")]
    [Query("group", "The responsible group."), Query("service", "The affected service."), Query("tag", "One tag.")]
    [Query("updatedSince", "The oldest update shown.")]
    [Query("sort", "-updatedAt, the newest update first (the default); or priority, P1 first, with state=open.")]
    [Query("limit", "1 to 200; 50 by default."), Query("cursor", "nextCursor of the page before.")]
    public async Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request,
        CancellationToken cancel) =>
        await lists.Read(request, cancel).Page(request);

    /// <summary>Shows an incident, by id or number.</summary>
    [Function("GetIncident")]
    [Requires(Role.Admin, Role.Manager, Role.Agent, Role.Requester, Role.Auditor, InGroups = true)]
    [Answers(200, typeof(IncidentView))]
    [Query("include", "What is shown with it: comments (the last 50), clocks; commas between.")]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/{id}")] HttpRequest request,
        string id, CancellationToken cancel) =>
        await parts.Show(request, id, cancel).Ok(record => record.State);

    /// <summary>Edits an incident by a merge patch (RFC 7396).</summary>
    [Function("EditIncident"), Requires(Role.Admin, Role.Manager, Role.Agent, InGroups = true)]
    [Accepts(typeof(EditIncident)), Answers(200, typeof(IncidentView))]
    public async Task<IResult> Edit(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = Route + "/{id}")] HttpRequest request,
        string id, CancellationToken cancel)
    {
        var command = await api.Bind<EditIncident>(request, change: true);
        var changed = command.Then(c => desk.Edit(c, id, cancel));
        return await changed.Ok(IncidentView.Of);
    }

    /// <summary>Makes a person or a group responsible for an incident.</summary>
    [Function("AssignIncident"), Requires(Role.Admin, Role.Manager, Role.Agent, InGroups = true)]
    [Accepts(typeof(AssignIncident)), Answers(200, typeof(IncidentView))]
    public async Task<IResult> Assign(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/{id}/assign")] HttpRequest request,
        string id, CancellationToken cancel)
    {
        var command = await api.Bind<AssignIncident>(request, change: true);
        var changed = command.Then(c => desk.Change(c, id, i => AssignIncident.Decide(i, c.Body), cancel));
        return await changed.Ok(IncidentView.Of);
    }

    /// <summary>Begins work on an incident.</summary>
    [Function("StartIncident"), Requires(Role.Admin, Role.Manager, Role.Agent, InGroups = true)]
    [Accepts(typeof(StartIncident)), Answers(200, typeof(IncidentView))]
    public async Task<IResult> Start(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/{id}/start")] HttpRequest request,
        string id, CancellationToken cancel)
    {
        var command = await api.Bind<StartIncident>(request, change: true);
        var changed = command.Then(c => desk.Change(c, id, StartIncident.Decide, cancel));
        return await changed.Ok(IncidentView.Of);
    }

    /// <summary>Puts an incident on hold.</summary>
    [Function("HoldIncident"), Requires(Role.Admin, Role.Manager, Role.Agent, InGroups = true)]
    [Accepts(typeof(HoldIncident)), Answers(200, typeof(IncidentView))]
    public async Task<IResult> Hold(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/{id}/hold")] HttpRequest request,
        string id, CancellationToken cancel)
    {
        var command = await api.Bind<HoldIncident>(request, change: true);
        var changed = command.Then(c => desk.Change(c, id, i => HoldIncident.Decide(i, c.Body), cancel));
        return await changed.Ok(IncidentView.Of);
    }

    /// <summary>Resumes an incident that is on hold.</summary>
    [Function("ResumeIncident"), Requires(Role.Admin, Role.Manager, Role.Agent, InGroups = true)]
    [Accepts(typeof(ResumeIncident)), Answers(200, typeof(IncidentView))]
    public async Task<IResult> Resume(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/{id}/resume")] HttpRequest request,
        string id, CancellationToken cancel)
    {
        var command = await api.Bind<ResumeIncident>(request, change: true);
        var changed = command.Then(c => desk.Change(c, id, ResumeIncident.Decide, cancel));
        return await changed.Ok(IncidentView.Of);
    }

    /// <summary>Resolves an incident.</summary>
    [Function("ResolveIncident"), Requires(Role.Admin, Role.Manager, Role.Agent, InGroups = true)]
    [Accepts(typeof(ResolveIncident)), Answers(200, typeof(IncidentView))]
    public async Task<IResult> Resolve(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/{id}/resolve")] HttpRequest request,
        string id, CancellationToken cancel)
    {
        var command = await api.Bind<ResolveIncident>(request, change: true);
        var changed = command.Then(c => desk.Change(c, id, i => ResolveIncident.Decide(i, c.Body), cancel));
        return await changed.Ok(IncidentView.Of);
    }

    /// <summary>Reopens a resolved incident.</summary>
    [Function("ReopenIncident"), Requires(Role.Admin, Role.Manager, Role.Agent, Role.Requester, InGroups = true)]
    [Accepts(typeof(ReopenIncident)), Answers(200, typeof(IncidentView))]
    public async Task<IResult> Reopen(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/{id}/reopen")] HttpRequest request,
        string id, CancellationToken cancel)
    {
        var command = await api.Bind<ReopenIncident>(request, change: true);
        var changed = command.Then(c => desk.Change(c, id, i => ReopenIncident.Decide(i, c.Body), cancel));
        return await changed.Ok(IncidentView.Of);
    }

    /// <summary>Closes a resolved incident.</summary>
    [Function("CloseIncident"), Requires(Role.Admin, Role.Manager, Role.Agent, InGroups = true)]
    [Accepts(typeof(CloseIncident)), Answers(200, typeof(IncidentView))]
    public async Task<IResult> Close(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/{id}/close")] HttpRequest request,
        string id, CancellationToken cancel)
    {
        var command = await api.Bind<CloseIncident>(request, change: true);
        var changed = command.Then(c => desk.Change(c, id, CloseIncident.Decide, cancel));
        return await changed.Ok(IncidentView.Of);
    }

    /// <summary>Cancels an incident.</summary>
    [Function("CancelIncident"), Requires(Role.Admin, Role.Manager, Role.Agent, InGroups = true)]
    [Accepts(typeof(CancelIncident)), Answers(200, typeof(IncidentView))]
    public async Task<IResult> Cancel(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/{id}/cancel")] HttpRequest request,
        string id, CancellationToken cancel)
    {
        var command = await api.Bind<CancelIncident>(request, change: true);
        var changed = command.Then(c => desk.Change(c, id, i => CancelIncident.Decide(i, c.Body), cancel));
        return await changed.Ok(IncidentView.Of);
    }
}
