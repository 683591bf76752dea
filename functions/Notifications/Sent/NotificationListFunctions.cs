using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ItsmServerless.Notifications.Sent;

/// <summary>The HTTP routes of what was told of a record.</summary>
public sealed class NotificationListFunctions(Api api, NotificationLists lists)
{
    private const string Incident = "v1/incidents/{id}/notifications";
    private const string Change = "v1/changes/{id}/notifications";

    /// <summary>Lists what was sent about an incident, and what was not, newest first.</summary>
    [Function("ListIncidentNotifications")]
    [Requires(Role.Admin, Role.Manager, Role.Agent, Role.Requester, Role.Auditor, InGroups = true)]
    [Answers(200, typeof(Page<NotificationView>)), Query("limit", "1 to 200; 50 by default.")]
    [Query("cursor", "nextCursor of the page before.")]
    public async Task<IResult> OfIncident(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Incident)] HttpRequest request,
        string id, CancellationToken cancel) =>
        await api.Paging(request).Then(p => lists.OfIncident(api.Caller(request), id, p, cancel)).Page(request);

    /// <summary>Lists what was sent about a change, and what was not, newest first.</summary>
    [Function("ListChangeNotifications"), Requires(Role.Admin, Role.Manager, Role.Agent, Role.Auditor)]
    [Answers(200, typeof(Page<NotificationView>)), Query("limit", "1 to 200; 50 by default.")]
    [Query("cursor", "nextCursor of the page before.")]
    public async Task<IResult> OfChange(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Change)] HttpRequest request,
        string id, CancellationToken cancel) =>
        await api.Paging(request).Then(p => lists.OfChange(api.Caller(request), id, p, cancel)).Page(request);
}
