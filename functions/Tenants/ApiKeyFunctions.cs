using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ItsmServerless.Tenants;

/// <summary>The HTTP routes of API keys.</summary>
public sealed class ApiKeyFunctions(Api api, Credentials credentials)
{
    private const string Route = "v1/api-keys";

    /// <summary>Makes an API key; the answer holds its secret, shown this once.</summary>
    [Function("CreateApiKey"), Requires(Role.Admin)]
    [Accepts(typeof(CreateApiKey)), Answers(201, typeof(CreatedKeyView))]
    public async Task<IResult> Create(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route)] HttpRequest request,
        CancellationToken cancel)
    {
        var command = await api.Bind<CreateApiKey>(request);
        var made = command.Then(c => credentials.Create(c, cancel));
        return await made.Created(key => $"/{Route}/{key.Id}");
    }

    /// <summary>Lists the API keys, without secrets.</summary>
    [Function("ListApiKeys"), Requires(Role.Admin, Role.Auditor), Answers(200, typeof(Page<ApiKeyView>))]
    public async Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request,
        CancellationToken cancel) =>
        await api.Paging(request).Then(paging => credentials.List(api.Caller(request), paging, cancel)).Page(request);

    /// <summary>Shows an API key, without its secret.</summary>
    [Function("GetApiKey"), Requires(Role.Admin, Role.Auditor), Answers(200, typeof(ApiKeyView))]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/{id}")] HttpRequest request,
        string id, CancellationToken cancel)
    {
        var found = credentials.Get(api.Caller(request), id, cancel);
        return await found.Then(key => credentials.Show(api.Caller(request), key, cancel)).Ok(key => key.State);
    }

    /// <summary>Changes what an API key is called and where it may be used from (RFC 7396).</summary>
    [Function("EditApiKey"), Requires(Role.Admin), Accepts(typeof(EditApiKey)), Answers(200, typeof(ApiKeyView))]
    public async Task<IResult> Edit(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = Route + "/{id}")] HttpRequest request,
        string id, CancellationToken cancel)
    {
        var command = credentials.Get(api.Caller(request), id, cancel)
            .Then(_ => api.Bind<EditApiKey>(request, change: true));
        var edited = command.Then(c => credentials.Edit(id, c, cancel));
        return await edited.Then(key => credentials.Show(api.Caller(request), key, cancel)).Ok(key => key.State);
    }

    /// <summary>Makes a new secret, shown this once; the one before works on for a day, or as long as asked.</summary>
    [Function("RotateApiKey"), Requires(Role.Admin)]
    [Accepts(typeof(RotateApiKey)), Answers(200, typeof(CreatedKeyView))]
    public async Task<IResult> Rotate(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/{id}/rotate")] HttpRequest request,
        string id, CancellationToken cancel)
    {
        var command = credentials.Get(api.Caller(request), id, cancel).Then(_ => api.Bind<RotateApiKey>(request));
        var rotated = command.Then(c => credentials.Rotate(id, c, cancel));
        return await rotated.Ok();
    }

    /// <summary>Shows what happened to an API key, oldest first, each event chained to the one before.</summary>
    [Function("GetApiKeyTimeline"), Requires(Role.Admin, Role.Auditor), Answers(200, typeof(Page<StoredEvent>))]
    [Query("limit", "1 to 200; 50 by default."), Query("cursor", "nextCursor of the page before.")]
    public async Task<IResult> Timeline(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/{id}/timeline")] HttpRequest request,
        string id, CancellationToken cancel) => await api.Paging(request)
            .Then(paging => credentials.Timeline(api.Caller(request), id, paging, cancel)).Page(request);

    /// <summary>Revokes an API key; felt everywhere within a minute.</summary>
    [Function("RevokeApiKey"), Requires(Role.Admin), Answers(204)]
    public async Task<IResult> Revoke(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = Route + "/{id}")] HttpRequest request,
        string id, CancellationToken cancel)
    {
        var command = await api.Bind<NoBody>(request);
        var revoked = command.Then(c => credentials.Revoke(id, c, cancel));
        return await revoked.NoContent();
    }
}
