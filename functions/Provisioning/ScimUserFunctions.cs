using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ItsmServerless.Provisioning;

/// <summary>The users of SCIM 2.0.</summary>
public sealed class ScimUserFunctions(ProvisionedUsers users)
{
    private const string Route = ScimNames.Root + "/Users";

    /// <summary>Enters a person, or takes one over who was entered by hand.</summary>
    [Function("CreateScimUser"), Requires(Role.Admin, Role.Provisioning)]
    [Accepts(typeof(byte[]), MediaType = ScimAnswer.MediaType), Answers(201, typeof(byte[]), MediaType = ScimAnswer.MediaType)]
    public async Task<IResult> Create(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route)] HttpRequest request, CancellationToken cancel) =>
        await users.Create(request, cancel).Scim(StatusCodes.Status201Created);

    /// <summary>Lists people: all, or whom a filter names by id, userName, externalId or address.</summary>
    [Function("ListScimUsers"), Requires(Role.Admin, Role.Provisioning, Role.Auditor)]
    [Answers(200, typeof(byte[]), MediaType = ScimAnswer.MediaType)]
    [Query("filter", "attribute eq \"value\", more of these with and."), Query("startIndex", "From 1, by default.")]
    [Query("count", "0 to 200; 200 by default."), Query("cursor", "Empty for the first page, then nextCursor.")]
    public async Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request, CancellationToken cancel) =>
        await users.List(request, cancel).Scim();

    /// <summary>Shows a person.</summary>
    [Function("GetScimUser"), Requires(Role.Admin, Role.Provisioning, Role.Auditor)]
    [Answers(200, typeof(byte[]), MediaType = ScimAnswer.MediaType)]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/{id}")] HttpRequest request,
        string id, CancellationToken cancel) =>
        await users.Show(request, id, cancel).Scim();

    /// <summary>Replaces what the directory says of a person.</summary>
    [Function("ReplaceScimUser"), Requires(Role.Admin, Role.Provisioning)]
    [Accepts(typeof(byte[]), MediaType = ScimAnswer.MediaType), Answers(200, typeof(byte[]), MediaType = ScimAnswer.MediaType)]
    public async Task<IResult> Replace(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = Route + "/{id}")] HttpRequest request,
        string id, CancellationToken cancel) =>
        await users.Replace(request, id, cancel).Scim();

    /// <summary>Changes a part of it; active false ends what the person may do.</summary>
    [Function("PatchScimUser"), Requires(Role.Admin, Role.Provisioning)]
    [Accepts(typeof(byte[]), MediaType = ScimAnswer.MediaType), Answers(200, typeof(byte[]), MediaType = ScimAnswer.MediaType)]
    public async Task<IResult> Patch(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = Route + "/{id}")] HttpRequest request,
        string id, CancellationToken cancel) =>
        await users.Patch(request, id, cancel).Scim();

    /// <summary>Takes a person away; the entry stays, not active.</summary>
    [Function("DeleteScimUser"), Requires(Role.Admin, Role.Provisioning), Answers(204)]
    public async Task<IResult> Delete(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = Route + "/{id}")] HttpRequest request,
        string id, CancellationToken cancel) =>
        await users.Delete(request, id, cancel).ScimGone();
}
