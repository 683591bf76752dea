using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ItsmServerless.Provisioning;

/// <summary>The groups of SCIM 2.0.</summary>
public sealed class ScimGroupFunctions(ProvisionedGroups groups)
{
    private const string Route = ScimNames.Root + "/Groups";

    /// <summary>Makes a group; its key comes from its name.</summary>
    [Function("CreateScimGroup"), Requires(Role.Admin, Role.Provisioning)]
    [Accepts(typeof(byte[]), MediaType = ScimAnswer.MediaType), Answers(201, typeof(byte[]), MediaType = ScimAnswer.MediaType)]
    public async Task<IResult> Create(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route)] HttpRequest request, CancellationToken cancel) =>
        await groups.Create(request, cancel).Scim(StatusCodes.Status201Created);

    /// <summary>Lists groups: all, or those that a filter names by id, displayName, externalId or member.</summary>
    [Function("ListScimGroups"), Requires(Role.Admin, Role.Provisioning, Role.Auditor)]
    [Answers(200, typeof(byte[]), MediaType = ScimAnswer.MediaType)]
    [Query("filter", "attribute eq \"value\", more of these with and."), Query("startIndex", "From 1, by default.")]
    [Query("count", "0 to 200; 200 by default."), Query("cursor", "Empty for the first page, then nextCursor.")]
    public async Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request, CancellationToken cancel) =>
        await groups.List(request, cancel).Scim();

    /// <summary>Shows a group.</summary>
    [Function("GetScimGroup"), Requires(Role.Admin, Role.Provisioning, Role.Auditor)]
    [Answers(200, typeof(byte[]), MediaType = ScimAnswer.MediaType)]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/{id}")] HttpRequest request,
        string id, CancellationToken cancel) =>
        await groups.Show(request, id, cancel).Scim();

    /// <summary>Replaces what the directory says of a group.</summary>
    [Function("ReplaceScimGroup"), Requires(Role.Admin, Role.Provisioning)]
    [Accepts(typeof(byte[]), MediaType = ScimAnswer.MediaType), Answers(200, typeof(byte[]), MediaType = ScimAnswer.MediaType)]
    public async Task<IResult> Replace(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = Route + "/{id}")] HttpRequest request,
        string id, CancellationToken cancel) =>
        await groups.Replace(request, id, cancel).Scim();

    /// <summary>Changes a part of it, such as its members.</summary>
    [Function("PatchScimGroup"), Requires(Role.Admin, Role.Provisioning)]
    [Accepts(typeof(byte[]), MediaType = ScimAnswer.MediaType), Answers(200, typeof(byte[]), MediaType = ScimAnswer.MediaType)]
    public async Task<IResult> Patch(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = Route + "/{id}")] HttpRequest request,
        string id, CancellationToken cancel) =>
        await groups.Patch(request, id, cancel).Scim();

    /// <summary>Ends a group.</summary>
    [Function("DeleteScimGroup"), Requires(Role.Admin, Role.Provisioning), Answers(204)]
    public async Task<IResult> Delete(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = Route + "/{id}")] HttpRequest request,
        string id, CancellationToken cancel) =>
        await groups.Delete(request, id, cancel).ScimGone();
}
