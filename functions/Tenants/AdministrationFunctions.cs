using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ItsmServerless.Tenants;

/// <summary>Whom a tenant knows: people and groups.</summary>
public sealed class AdministrationFunctions(Api api, People people, Groups groups)
{
    /// <summary>Enters or replaces a person.</summary>
    [Function("PutPerson"), Requires(Role.Admin), Accepts(typeof(PutPerson)), Answers(200, typeof(PersonView))]
    public async Task<IResult> PutPerson(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "v1/people/{email}")] HttpRequest request,
        string email, CancellationToken cancel)
    {
        var command = await api.Bind<PutPerson>(request, change: true);
        var put = command.Then(c => people.Put(email, c, cancel));
        return await put.Ok(person => PersonView.Of(person.State));
    }

    /// <summary>Shows a person.</summary>
    [Function("GetPerson"), Requires(Role.Admin, Role.Manager, Role.Agent, Role.Auditor, InGroups = true)]
    [Answers(200, typeof(PersonView))]
    public async Task<IResult> GetPerson(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/people/{email}")] HttpRequest request,
        string email, CancellationToken cancel) =>
        await people.Get(api.Caller(request), email, cancel).Ok(person => PersonView.Of(person.State));

    /// <summary>Lists people by address.</summary>
    [Function("ListPeople"), Requires(Role.Admin, Role.Manager, Role.Agent, Role.Auditor, InGroups = true)]
    [Answers(200, typeof(Page<PersonView>))]
    public async Task<IResult> ListPeople(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/people")] HttpRequest request,
        CancellationToken cancel) =>
        await api.Paging(request).Then(paging => people.List(api.Caller(request), paging, cancel)).Page(request);

    /// <summary>Makes or replaces a group.</summary>
    [Function("PutGroup"), Requires(Role.Admin), Accepts(typeof(PutGroup)), Answers(200, typeof(GroupView))]
    public async Task<IResult> PutGroup(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "v1/groups/{key}")] HttpRequest request,
        string key, CancellationToken cancel)
    {
        var command = await api.Bind<PutGroup>(request, change: true);
        var put = command.Then(c => groups.Put(key, c, cancel));
        return await put.Ok(group => GroupView.Of(group.State));
    }

    /// <summary>Shows a group.</summary>
    [Function("GetGroup"), Requires(Role.Admin, Role.Manager, Role.Agent, Role.Auditor, InGroups = true)]
    [Answers(200, typeof(GroupView))]
    public async Task<IResult> GetGroup(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/groups/{key}")] HttpRequest request,
        string key, CancellationToken cancel) =>
        await groups.Get(api.Caller(request), key, cancel).Ok(group => GroupView.Of(group.State));

    /// <summary>Lists groups by key.</summary>
    [Function("ListGroups"), Requires(Role.Admin, Role.Manager, Role.Agent, Role.Auditor, InGroups = true)]
    [Answers(200, typeof(Page<GroupView>))]
    public async Task<IResult> ListGroups(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/groups")] HttpRequest request,
        CancellationToken cancel) =>
        await api.Paging(request).Then(paging => groups.List(api.Caller(request), paging, cancel)).Page(request);
}
