using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ItsmServerless.Webhooks;

/// <summary>The HTTP routes of webhooks.</summary>
public sealed class WebhookFunctions(Api api, WebhookDesk webhooks)
{
    private const string Route = "v1/webhooks";

    /// <summary>Makes or replaces a webhook. What it signs with is shown by <c>GET …/secret</c>.</summary>
    [Function("PutWebhook"), Requires(Role.Admin)]
    [Accepts(typeof(PutWebhook)), Answers(200, typeof(WebhookView))]
    public async Task<IResult> Put(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = Route + "/{key}")] HttpRequest request,
        string key, CancellationToken cancel)
    {
        var command = await api.Bind<PutWebhook>(request, change: true);
        var put = command.Then(c => webhooks.Put(key, c, cancel));
        return await put.Ok(webhook => WebhookView.Of(webhook.State));
    }

    /// <summary>Shows a webhook, without its secret.</summary>
    [Function("GetWebhook"), Requires(Role.Admin, Role.Auditor), Answers(200, typeof(WebhookView))]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/{key}")] HttpRequest request,
        string key, CancellationToken cancel) =>
        await webhooks.Get(api.Caller(request).Tenant, key, cancel).Ok(webhook => WebhookView.Of(webhook.State));

    /// <summary>Lists webhooks by key.</summary>
    [Function("ListWebhooks"), Requires(Role.Admin, Role.Auditor), Answers(200, typeof(Page<WebhookView>))]
    public async Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request,
        CancellationToken cancel) =>
        await api.Paging(request).Then(paging => webhooks.List(api.Caller(request), paging, cancel)).Page(request);

    /// <summary>Ends a webhook: nothing is posted to it any more.</summary>
    [Function("DeleteWebhook"), Requires(Role.Admin), Answers(204)]
    public async Task<IResult> Delete(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = Route + "/{key}")] HttpRequest request,
        string key, CancellationToken cancel)
    {
        var command = await api.Bind<NoBody>(request, change: true);
        var deleted = command.Then(c => webhooks.Delete(key, c, cancel));
        return await deleted.NoContent();
    }

    /// <summary>Shows what receivers check signatures with.</summary>
    [Function("GetWebhookSecret"), Requires(Role.Admin), Answers(200, typeof(WebhookSecretView))]
    public async Task<IResult> Secret(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/{key}/secret")] HttpRequest request,
        string key, CancellationToken cancel) =>
        await webhooks.Secret(api.Caller(request).Tenant, key, cancel).Ok();

    /// <summary>Makes a new secret; messages are signed with the former one as well for a day.</summary>
    [Function("RotateWebhookSecret"), Requires(Role.Admin), Accepts(typeof(NoBody)), Answers(200, typeof(WebhookView))]
    public async Task<IResult> Rotate(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/{key}/secret")] HttpRequest request,
        string key, CancellationToken cancel)
    {
        var command = await api.Bind<NoBody>(request, change: true);
        var rotated = command.Then(c => webhooks.Rotate(key, c, cancel));
        return await rotated.Ok(webhook => WebhookView.Of(webhook.State));
    }

    /// <summary>Lists the types of events that webhooks can be sent.</summary>
    [Function("ListEventTypes"), Requires(Role.Admin, Role.Auditor), Answers(200, typeof(EventTypesView))]
    public IResult Types(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/event-types")] HttpRequest request) =>
        new JsonAnswer(StatusCodes.Status200OK, new EventTypesView(EventCatalogue.Types));
}
