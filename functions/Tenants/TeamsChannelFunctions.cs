using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ItsmServerless.Tenants;

/// <summary>The HTTP routes of Teams channels.</summary>
public sealed class TeamsChannelFunctions(Api api, TeamsChannels channels)
{
    private const string Route = "v1/teams-channels";

    /// <summary>Makes or replaces a Teams channel; its address is not shown again.</summary>
    [Function("PutTeamsChannel"), Requires(Role.Admin)]
    [Accepts(typeof(PutTeamsChannel)), Answers(200, typeof(TeamsChannelView))]
    public async Task<IResult> Put(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = Route + "/{key}")] HttpRequest request,
        string key, CancellationToken cancel)
    {
        var command = await api.Bind<PutTeamsChannel>(request, change: true);
        var put = command.Then(c => channels.Put(key, c, cancel));
        return await put.Ok(channel => TeamsChannelView.Of(channel.State));
    }

    /// <summary>Shows a Teams channel, without its address.</summary>
    [Function("GetTeamsChannel"), Requires(Role.Admin, Role.Auditor), Answers(200, typeof(TeamsChannelView))]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/{key}")] HttpRequest request,
        string key, CancellationToken cancel) =>
        await channels.Get(api.Caller(request), key, cancel).Ok(channel => TeamsChannelView.Of(channel.State));

    /// <summary>Lists Teams channels by key.</summary>
    [Function("ListTeamsChannels"), Requires(Role.Admin, Role.Auditor), Answers(200, typeof(Page<TeamsChannelView>))]
    public async Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request,
        CancellationToken cancel) =>
        await api.Paging(request).Then(paging => channels.List(api.Caller(request), paging, cancel)).Page(request);

    /// <summary>Ends a Teams channel: nothing is posted to it any more.</summary>
    [Function("DeleteTeamsChannel"), Requires(Role.Admin), Answers(204)]
    public async Task<IResult> Delete(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = Route + "/{key}")] HttpRequest request,
        string key, CancellationToken cancel)
    {
        var command = await api.Bind<NoBody>(request, change: true);
        var deleted = command.Then(c => channels.Delete(key, c, cancel));
        return await deleted.NoContent();
    }
}
