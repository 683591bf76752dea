using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ItsmServerless.Changes;

/// <summary>The HTTP routes of a change's tasks.</summary>
public sealed class TaskFunctions(Api api, ChangeDesk desk)
{
    private const string Route = "v1/changes/{id}/tasks";

    /// <summary>Adds a task; approvers decide on it with the rest, so it can be added until the window is
    /// reserved.</summary>
    [Function("AddChangeTask"), Requires(Role.Admin, Role.Manager, Role.Agent)]
    [Accepts(typeof(AddTask)), Answers(201, typeof(TaskView))]
    public async Task<IResult> Add(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route)] HttpRequest request,
        string id, CancellationToken cancel)
    {
        var command = await api.Bind<AddTask>(request);
        var added = command.Then(c => desk.AddTask(c, id, cancel));
        return await added.Created(record => $"/v1/changes/{record.Id}", record => TaskView.Newest(record.State));
    }

    /// <summary>Lists the tasks of a change in the order of its plan.</summary>
    [Function("ListChangeTasks"), Requires(Role.Admin, Role.Manager, Role.Agent, Role.Auditor)]
    [Answers(200, typeof(Page<TaskView>)), Query("limit", "1 to 200; 50 by default.")]
    [Query("cursor", "nextCursor of the page before.")]
    public async Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request,
        string id, CancellationToken cancel) =>
        await api.Paging(request).Then(paging => desk.Tasks(api.Caller(request), id, paging, cancel)).Page(request);

    /// <summary>Edits a task, or says how far it is.</summary>
    [Function("PatchChangeTask"), Requires(Role.Admin, Role.Manager, Role.Agent)]
    [Accepts(typeof(PatchTask)), Answers(200, typeof(ChangeView))]
    public async Task<IResult> Patch(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = Route + "/{number}")] HttpRequest request,
        string id, string number, CancellationToken cancel)
    {
        var command = await api.Bind<PatchTask>(request, change: true);
        var changed = command.Then(c => desk.PatchTask(c, id, number, cancel));
        return await changed.Ok(ChangeView.Of);
    }

    /// <summary>Takes a task out of the plan, until the window is reserved. Refused while another task comes after
    /// it.</summary>
    [Function("DeleteChangeTask"), Requires(Role.Admin, Role.Manager, Role.Agent), Answers(204)]
    public async Task<IResult> Delete(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = Route + "/{number}")] HttpRequest request,
        string id, string number, CancellationToken cancel)
    {
        var command = await api.Bind<NoBody>(request, change: true);
        var deleted = command.Then(c => desk.DeleteTask(c, id, number, cancel));
        return await deleted.NoContent();
    }
}
