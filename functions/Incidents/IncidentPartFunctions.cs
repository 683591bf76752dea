using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Limits;
using ItsmServerless.Kernel.Outcomes;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ItsmServerless.Incidents;

/// <summary>The HTTP routes of what belongs to an incident: comments, files, links, the timeline.</summary>
public sealed class IncidentPartFunctions(Api api, IncidentDesk desk, IncidentLists lists, IncidentFiles files)
{
    private const string Route = "v1/incidents/{id}";

    /// <summary>Comments on an incident.</summary>
    [Function("CommentOnIncident"), Requires(Role.Admin, Role.Manager, Role.Agent, Role.Requester, InGroups = true)]
    [Accepts(typeof(CommentOnIncident)), Answers(201, typeof(CommentView))]
    public async Task<IResult> Comment(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/comments")] HttpRequest request,
        string id, CancellationToken cancel)
    {
        var command = await api.Bind<CommentOnIncident>(request);
        var commented = command.Then(c => desk.Comment(c, id, cancel));
        return await commented.Created(_ => null);
    }

    /// <summary>Lists the comments on an incident, oldest first.</summary>
    [Function("ListIncidentComments")]
    [Requires(Role.Admin, Role.Manager, Role.Agent, Role.Requester, Role.Auditor, InGroups = true)]
    [Answers(200, typeof(Page<CommentView>)), Query("limit", "1 to 200; 50 by default.")]
    [Query("cursor", "nextCursor of the page before.")]
    public async Task<IResult> Comments(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/comments")] HttpRequest request,
        string id, CancellationToken cancel) =>
        await lists.Comments(request, id, cancel).Page(request);

    /// <summary>Attaches a file to an incident.</summary>
    [Uses(Dimensions.Storage)]
    [Function("AttachToIncident"), Requires(Role.Admin, Role.Manager, Role.Agent, Role.Requester, InGroups = true)]
    [Accepts(typeof(UploadForm), MediaType = "multipart/form-data"), Answers(201, typeof(AttachmentView))]
    public async Task<IResult> Attach(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/attachments")] HttpRequest request,
        string id, CancellationToken cancel)
    {
        var attached = files.Attach(request, id, cancel);
        return await attached.Map(AttachmentView.Of).Created(file => $"{request.Path}/{file.Id}");
    }

    /// <summary>Lists the files of an incident.</summary>
    [Function("ListIncidentAttachments")]
    [Requires(Role.Admin, Role.Manager, Role.Agent, Role.Requester, Role.Auditor, InGroups = true)]
    [Answers(200, typeof(Page<AttachmentView>))]
    public async Task<IResult> Attachments(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/attachments")] HttpRequest request,
        string id, CancellationToken cancel) =>
        await lists.Attachments(request, id, cancel).Page(request);

    /// <summary>Downloads a file of an incident.</summary>
    [Function("GetIncidentAttachment")]
    [Requires(Role.Admin, Role.Manager, Role.Agent, Role.Requester, Role.Auditor, InGroups = true)]
    [Answers(200, typeof(byte[]), MediaType = "application/octet-stream")]
    public async Task<IResult> Download(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/attachments/{attachmentId}")]
        HttpRequest request, string id, string attachmentId, CancellationToken cancel) =>
        await files.Download(api.Caller(request), id, attachmentId, cancel).To(file => file);

    /// <summary>Links an incident to another record.</summary>
    [Function("LinkIncident"), Requires(Role.Admin, Role.Manager, Role.Agent, InGroups = true)]
    [Accepts(typeof(LinkIncident)), Answers(201, typeof(Link))]
    public async Task<IResult> Link(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/links")] HttpRequest request,
        string id, CancellationToken cancel)
    {
        var command = await api.Bind<LinkIncident>(request);
        var linked = command.Then(c => desk.Link(c, id, cancel));
        return await linked.Created(_ => null);
    }

    /// <summary>Shows what happened to an incident, oldest first, each event chained to the one before.</summary>
    [Function("GetIncidentTimeline"), Requires(Role.Admin, Role.Manager, Role.Agent, Role.Auditor, InGroups = true)]
    [Answers(200, typeof(Page<StoredEvent>)), Query("limit", "1 to 200; 50 by default.")]
    [Query("cursor", "nextCursor of the page before.")]
    public async Task<IResult> Timeline(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/timeline")] HttpRequest request,
        string id, CancellationToken cancel) =>
        await lists.Timeline(request, id, cancel).Page(request);
}
