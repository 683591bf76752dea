using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ItsmServerless.Provisioning;

/// <summary>What SCIM 2.0 is here (RFC 7644, 4).</summary>
public sealed class ScimDiscoveryFunctions
{
    /// <summary>Shows what of SCIM there is.</summary>
    [Function("GetScimServiceProviderConfig"), Requires(Role.Admin, Role.Provisioning, Role.Auditor)]
    [Answers(200, typeof(byte[]), MediaType = ScimAnswer.MediaType)]
    public IResult Config(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = ScimNames.Root + "/ServiceProviderConfig")] HttpRequest request) =>
        new ScimAnswer(StatusCodes.Status200OK, ScimDiscovery.Config());

    /// <summary>Shows the kinds of resource.</summary>
    [Function("ListScimResourceTypes"), Requires(Role.Admin, Role.Provisioning, Role.Auditor)]
    [Answers(200, typeof(byte[]), MediaType = ScimAnswer.MediaType)]
    public IResult Types(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = ScimNames.Root + "/ResourceTypes")] HttpRequest request) =>
        new ScimAnswer(StatusCodes.Status200OK, ScimDiscovery.Types());

    /// <summary>Shows which attributes are kept.</summary>
    [Function("ListScimSchemas"), Requires(Role.Admin, Role.Provisioning, Role.Auditor)]
    [Answers(200, typeof(byte[]), MediaType = ScimAnswer.MediaType)]
    public IResult Schemas(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = ScimNames.Root + "/Schemas")] HttpRequest request) =>
        new ScimAnswer(StatusCodes.Status200OK, ScimDiscovery.Schemas());
}
